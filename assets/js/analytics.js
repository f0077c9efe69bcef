/* The consumption dynamics in the browser: everything done here ends in an address. */

(function () {
  "use strict";

  var URL_ID = "analytics-url";

  function go(search) {
    if (search.charAt(0) === "#") {
      document.getElementById(search.slice(1)).showModal();
    } else if (search && search !== window.location.search) {
      window.dash_clientside.set_props(URL_ID, { search: search });
    }
  }

  /* Say what the filters ask for as an address; what they show already changes nothing. */
  function filter(account, subscription, preset, first, last, shown) {
    var unchanged = window.dash_clientside.no_update;
    var view = new URLSearchParams(shown);
    var drop = [];
    if ((account || null) !== view.get("account")) {
      set(view, "account", account);
      drop = ["subscription", "category"];
    } else if ((subscription || null) !== view.get("subscription")) {
      set(view, "subscription", subscription);
      drop = ["category"];
    } else if (first !== view.get("from") || last !== view.get("to")) {
      setPeriod(view, first, last);
    } else if (preset !== "custom" && preset !== view.get("from") + ":" + view.get("to")) {
      setPeriod(view, preset.split(":")[0], preset.split(":")[1]);
    } else {
      return unchanged;
    }
    if (drop.length && view.get("detail") === "day") {
      drop.push("detail", "from", "to"); /* A period of days fits no wider view. */
    }
    drop.forEach(function (name) {
      view.delete(name);
    });
    return "?" + view.toString().replace(/%2C/g, ",");
  }

  function set(view, name, value) {
    if (value) {
      view.set(name, value);
    } else {
      view.delete(name);
    }
  }

  function setPeriod(view, first, last) {
    /* Moving one end past the other takes the other along. */
    if (first > last) {
      if (first !== view.get("from")) {
        last = first;
      } else {
        first = last;
      }
    }
    view.set("from", first);
    view.set("to", last);
  }

  function drill(click) {
    if (click && click.points.length) {
      var data = click.points[0].customdata;
      go(Array.isArray(data[0]) ? data[0][0] : data[0]);
    }
    return null; /* So that the same mark can be clicked again after going back. */
  }

  /* Light a component everywhere while the pointer is on one of its marks or its row. */
  function light(key) {
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
      graph.querySelectorAll(".trace.bars").forEach(function (node, at) {
        var trace = data[at];
        found.push({ node: node, key: trace && trace.customdata[0][1] });
      });
    }
    return found;
  }

  function hide(button) {
    var shown = button.getAttribute("aria-pressed") !== "true";
    var key = button.closest("tr").dataset.component;
    button.setAttribute("aria-pressed", String(shown));
    document.querySelectorAll(".charts .js-plotly-plot").forEach(function (graph) {
      if (graph.data[0].type === "pie") {
        var hidden = (graph.layout.hiddenlabels || []).filter(function (label) {
          return label !== key;
        });
        window.Plotly.relayout(graph, { hiddenlabels: shown ? hidden : hidden.concat(key) });
        return;
      }
      graph.data.forEach(function (trace, at) {
        if (trace.customdata[0][1] === key) {
          window.Plotly.restyle(graph, { visible: shown }, [at]);
        }
      });
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest(".swatch-button");
    if (button) {
      hide(button);
    }
  });

  document.addEventListener("mouseover", function (event) {
    var row = event.target.closest("tr[data-component]");
    var graph = event.target.closest(".charts .js-plotly-plot");
    if (row) {
      light(row.dataset.component);
    } else if (graph) {
      var mark = marks(graph).find(function (each) {
        return each.node.contains(event.target);
      });
      light(mark ? mark.key : null);
    } else if (document.querySelector(".charts.lit")) {
      light(null);
    }
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    analytics: { filter: filter, drill: drill },
  });
})();
