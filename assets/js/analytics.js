/* The consumption dynamics in the browser: everything done here ends in an address. */

(function () {
  "use strict";

  var URL_ID = "analytics-url";

  /* When a view was asked for last, when the fields were filled in, and touched by hand. */
  var askedAt = 0;
  var filledAt = 0;
  var touchedAt = {};

  function go(search) {
    if (search.charAt(0) === "#") {
      document.getElementById(search.slice(1)).showModal();
    } else if (search && search !== window.location.search) {
      askedAt = performance.now();
      window.dash_clientside.set_props(URL_ID, { search: search });
    }
  }

  /* Say what changed filters ask for as an address; what is shown already changes nothing. */
  function filter(account, subscription, preset, first, last, shown) {
    /* An address that is not answered yet is what the next change starts from. */
    var asked = window.location.search;
    var view = new URLSearchParams(shown.asked === asked ? shown.view : asked);
    var before = view.toString();
    var changes = {
      "analytics-account": function () {
        narrow(view, "account", account, ["subscription", "category"]);
      },
      "analytics-subscription": function () {
        narrow(view, "subscription", subscription, ["category"]);
      },
      "analytics-from": function () {
        setPeriod(view, first, first > view.get("to") ? first : view.get("to"));
      },
      "analytics-to": function () {
        setPeriod(view, last < view.get("from") ? last : view.get("from"), last);
      },
      "analytics-preset": function () {
        if (preset && preset !== "custom") {
          setPeriod(view, preset.split(":")[0], preset.split(":")[1]);
        }
      },
    };
    window.dash_clientside.callback_context.triggered.forEach(function (each) {
      var id = each.prop_id.split(".")[0];
      if (isByHand(id, each.value, shown)) {
        changes[id]();
      }
    });
    if (view.toString() === before) {
      return window.dash_clientside.no_update;
    }
    askedAt = performance.now();
    return "?" + view.toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
  }

  /* Several fields may have changed at once: one by hand, and others filled in meanwhile. */
  function isByHand(id, value, shown) {
    return touchedAt[id] > filledAt || value !== shown.controls[id].value;
  }

  function narrow(view, name, value, below) {
    if ((value || null) === view.get(name)) {
      return;
    }
    if (value) {
      view.set(name, value);
    } else {
      view.delete(name);
    }
    if (view.get("detail") === "day") {
      below = below.concat(["detail", "from", "to"]); /* A period of days fits no wider view. */
    }
    below.forEach(function (each) {
      view.delete(each);
    });
  }

  function setPeriod(view, first, last) {
    view.set("from", first);
    view.set("to", last);
  }

  /* Put what a view says into the filters, unless another view, or this field, changed since. */
  function fill(shown) {
    if (shown.asked === window.location.search) {
      filledAt = performance.now();
      Object.keys(shown.controls).forEach(function (id) {
        if (!(touchedAt[id] > askedAt)) {
          window.dash_clientside.set_props(id, shown.controls[id]);
        }
      });
    }
    return window.dash_clientside.no_update;
  }

  /* Return what a mark under the pointer knows: where a click leads, and whose it is. */
  function known(event) {
    if (!event || !event.points.length) {
      return null;
    }
    var point = event.points[0];
    if (point.customdata) {
      var data = Array.isArray(point.customdata[0]) ? point.customdata[0] : point.customdata;
      return { href: data[0], key: data[1] };
    }
    return document.querySelector("#analytics-bars .js-plotly-plot").data[point.curveNumber].meta;
  }

  function drill(click) {
    var mark = known(click);
    if (mark) {
      go(mark.href);
    }
    return null; /* So that the same mark can be clicked again after going back. */
  }

  /* Light a component everywhere while the pointer is on one of its marks or its row. */
  var lit = null;

  function light(key) {
    if (key === lit) {
      return;
    }
    lit = key;
    watch();
    shine();
  }

  function shine() {
    var key = lit;
    document.querySelectorAll(".charts").forEach(function (charts) {
      charts.classList.toggle("lit", Boolean(key));
      charts.querySelectorAll(".js-plotly-plot").forEach(function (graph) {
        marks(graph).forEach(function (mark) {
          mark.node.classList.toggle("lit", mark.key === key);
        });
      });
    });
    document.querySelectorAll("tr[data-component]").forEach(function (row) {
      row.classList.toggle("lit", row.dataset.component === key);
    });
  }

  function marks(graph) {
    var data = graph.data || [];
    var found = [];
    if (data.length && data[0].type === "pie") {
      graph.querySelectorAll(".slice").forEach(function (node) {
        var point = node.__data__;
        found.push({ node: node, key: point && point.label });
      });
    } else {
      graph.querySelectorAll(".trace.bars").forEach(function (node) {
        /* Not by its place among the nodes: a hidden trace has none. */
        var trace = data[node.__data__[0].trace.index];
        found.push({ node: node, key: trace && trace.meta.key });
      });
    }
    return found;
  }

  /* Charts that are lit and hide components again whenever they have been drawn anew. */
  var watched = new WeakSet();

  function watch() {
    document.querySelectorAll(".charts .js-plotly-plot").forEach(function (graph) {
      if (!watched.has(graph)) {
        watched.add(graph);
        graph.on("plotly_afterplot", function () {
          hide();
          shine();
        });
      }
    });
  }

  /* The keys of the components hidden on a page, as long as it stands. */
  var hiddenOn = new WeakMap();

  function hiddenKeys() {
    var page = document.querySelector("[data-view-location]");
    if (!hiddenOn.has(page)) {
      hiddenOn.set(page, new Set());
    }
    return hiddenOn.get(page);
  }

  function turn(button) {
    var hidden = hiddenKeys();
    var key = button.closest("tr").dataset.component;
    if (!hidden.delete(key)) {
      hidden.add(key);
    }
    watch();
    hide();
  }

  function hide() {
    var hidden = hiddenKeys();
    document.querySelectorAll("tr[data-component]").forEach(function (row) {
      var isShown = !hidden.has(row.dataset.component);
      row.querySelector(".swatch-button").setAttribute("aria-pressed", String(isShown));
    });
    document.querySelectorAll(".charts .js-plotly-plot").forEach(function (graph) {
      var first = (graph.data || [])[0];
      if (first && first.type === "pie") {
        hideSegments(graph, hidden);
      } else if (first) {
        hideBars(graph, hidden);
      }
    });
  }

  /* What is as it should be stays untouched: a change draws the chart, which leads back here. */
  function hideSegments(graph, hidden) {
    var labels = graph.data[0].labels.filter(function (label) {
      return hidden.has(label);
    });
    if (String(labels) !== String(graph.layout.hiddenlabels || [])) {
      window.Plotly.relayout(graph, { hiddenlabels: labels });
    }
  }

  function hideBars(graph, hidden) {
    graph.data.forEach(function (trace, at) {
      var isShown = !hidden.has(trace.meta.key);
      if ((trace.visible !== false) !== isShown) {
        window.Plotly.restyle(graph, { visible: isShown }, [at]);
      }
    });
  }

  /* The table that was drawn anew knows nothing of what is hidden and lit. */
  document.addEventListener("portal:drawn", function () {
    if (document.querySelector("[data-view-location] .swatch-button")) {
      hide();
      shine();
    }
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest(".swatch-button");
    if (button) {
      turn(button);
    }
  });

  document.addEventListener(
    "change",
    function (event) {
      touchedAt[event.target.id] = performance.now();
    },
    true
  );

  document.addEventListener("mouseover", function (event) {
    var row = event.target.closest("tr[data-component]");
    if (row) {
      light(row.dataset.component);
    } else if (lit && !event.target.closest(".charts .js-plotly-plot")) {
      light(null);
    }
  });

  /* Plotly says which mark the pointer is on: its own layer lies above the marks. A chart that is
     drawn anew says none, also when the pointer is on a row. */
  function hover(over) {
    var mark = known(over);
    var row = document.querySelector("tr[data-component]:hover");
    light(mark ? mark.key : row && row.dataset.component);
    return window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    analytics: { filter: filter, fill: fill, drill: drill, hover: hover },
  });
})();
