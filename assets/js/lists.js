/* Lists in the browser: a filter that is set ends in an address, and an address sets the filters. */

(function () {
  "use strict";

  var PAUSE_MS = 350;
  /* What the two ends of a period are called in an address. */
  var ENDS = { start_date: "_from", end_date: "_to" };

  /* Say what changed filters ask for as an address; what is shown already changes nothing. */
  function filter() {
    var shown = arguments[arguments.length - 1];
    /* An address that is not answered yet is what the next change starts from. */
    var asked = window.location.search;
    var view = new URLSearchParams(shown.asked === asked ? shown.view : asked);
    var before = view.toString();
    window.dash_clientside.callback_context.triggered.forEach(function (each) {
      var at = each.prop_id.lastIndexOf(".");
      var id = each.prop_id.slice(0, at);
      var part = each.prop_id.slice(at + 1);
      var held = shown.controls[id][part];
      if (written(each.value) !== written(held)) {
        set(view, id.split("-filter-")[1] + (ENDS[part] || ""), written(each.value));
      }
    });
    if (view.toString() === before) {
      return window.dash_clientside.no_update;
    }
    return address(view);
  }

  function set(view, name, text) {
    view.delete("page");
    if (text) {
      view.set(name, text);
    } else {
      view.delete(name);
    }
  }

  function written(value) {
    return Array.isArray(value) ? value.join(",") : (value || "").trim();
  }

  function address(view) {
    var text = view.toString().replace(/%2C/g, ",");
    return text ? "?" + text : "";
  }

  /* Put what a view says into the filters, unless another one is asked for by now. */
  function fill(shown) {
    if (shown.asked === window.location.search) {
      Object.keys(shown.controls).forEach(function (id) {
        /* Who types goes on typing. */
        if (document.activeElement.id !== id) {
          window.dash_clientside.set_props(id, shown.controls[id]);
        }
      });
    }
    return window.dash_clientside.no_update;
  }

  var typing = null;

  document.addEventListener("input", function (event) {
    var field = event.target;
    if (/-filter-q$/.test(field.id)) {
      window.clearTimeout(typing);
      typing = window.setTimeout(function () {
        window.dash_clientside.set_props(field.id, { value: field.value });
      }, PAUSE_MS);
    }
  });

  document.addEventListener("click", function (event) {
    var more = event.target.closest(".more-filters");
    if (more) {
      var isOpen = more.getAttribute("aria-expanded") === "true";
      more.setAttribute("aria-expanded", String(!isOpen));
    }
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    lists: { filter: filter, fill: fill },
  });
})();
