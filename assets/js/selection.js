/* What is selected in a list: rows by their ids, over pages and refreshes, or all that a view means. */

(function () {
  "use strict";

  var STORE = "selection";
  var BAR = "selection-bar";
  /* What of an address says nothing of which rows are meant. */
  var NOT_FILTERS = ["page", "size", "sort", "tab", "placed"];

  /* What is selected, by the bar that says so: a page that is drawn anew begins with nothing. */
  var selections = new WeakMap();

  function bar() {
    return document.getElementById(BAR);
  }

  function selected() {
    if (!selections.has(bar())) {
      selections.set(bar(), { ids: new Set(), query: null });
    }
    return selections.get(bar());
  }

  function rows() {
    return Array.from(document.querySelectorAll(".select-row"));
  }

  function isSelected(row) {
    return selected().query !== null || selected().ids.has(row.dataset.select);
  }

  function filters() {
    var query = {};
    new URLSearchParams(window.location.search).forEach(function (value, name) {
      if (NOT_FILTERS.indexOf(name) < 0) {
        query[name] = value;
      }
    });
    var list = document.querySelector(".list-card");
    if (list && list.dataset.account) {
      query.client = list.dataset.account;
    }
    return query;
  }

  /* Go on with the rows of this page, where all that a view means was selected. */
  function byIds() {
    var chosen = selected();
    if (chosen.query !== null) {
      chosen.query = null;
      rows().forEach(function (row) {
        chosen.ids.add(row.dataset.select);
      });
    }
    return chosen.ids;
  }

  function turn(row) {
    var ids = byIds();
    if (!ids.delete(row.dataset.select)) {
      ids.add(row.dataset.select);
    }
  }

  function turnPage() {
    var isWhole = rows().every(isSelected);
    var ids = byIds();
    rows().forEach(function (row) {
      if (isWhole) {
        ids.delete(row.dataset.select);
      } else {
        ids.add(row.dataset.select);
      }
    });
  }

  function clear() {
    selections.set(bar(), { ids: new Set(), query: null });
  }

  function tell() {
    var chosen = selected();
    var data = chosen.query ? { query: chosen.query } : { ids: Array.from(chosen.ids) };
    window.dash_clientside.set_props(STORE, { data: data });
    show();
  }

  function matchCount() {
    var list = document.querySelector(".list-card");
    return list ? Number(list.dataset.matches) : 0;
  }

  function show() {
    var chosen = selected();
    if (chosen.query && JSON.stringify(chosen.query) !== JSON.stringify(filters())) {
      clear(); /* It was about another view. */
      tell();
      return;
    }
    var count = chosen.query ? matchCount() : chosen.ids.size;
    rows().forEach(function (row) {
      mark(row, isSelected(row) ? "true" : "false");
    });
    var page = document.querySelector(".select-page");
    if (page) {
      var on = rows().filter(isSelected).length;
      mark(page, on && on === rows().length ? "true" : on ? "mixed" : "false");
    }
    showBar(count, chosen.query === null && matchCount() > count);
  }

  function mark(box, state) {
    if (box.getAttribute("aria-checked") !== state) {
      box.setAttribute("aria-checked", state);
    }
  }

  function showBar(count, hasMore) {
    bar().hidden = count === 0;
    document.body.classList.toggle("has-selection", count > 0);
    if (count > 0) {
      tellCount(count, hasMore);
    }
  }

  function tellCount(count, hasMore) {
    var said = bar().querySelector(".selected-count");
    var all = bar().querySelector(".select-matching");
    var text = said.dataset.text.replace("{count}", count.toLocaleString(document.documentElement.lang));
    if (said.textContent !== text) {
      said.textContent = text;
    }
    text = all.dataset.text.replace("{count}", matchCount().toLocaleString(document.documentElement.lang));
    if (all.textContent !== text) {
      all.textContent = text;
    }
    all.hidden = !hasMore;
  }

  /* What is asked of all that is selected; each press is a new one. */
  function ask(action) {
    var pressed = { action: action, at: Date.now() };
    window.dash_clientside.set_props("several-ask", { data: pressed });
  }

  document.addEventListener("click", function (event) {
    var row = event.target.closest(".select-row");
    var button = event.target.closest("[data-ask]");
    if (button) {
      ask(button.dataset.ask);
      return;
    }
    if (row) {
      turn(row);
    } else if (event.target.closest(".select-page")) {
      turnPage();
    } else if (event.target.closest(".select-matching")) {
      selected().query = filters();
    } else if (event.target.closest(".clear-selection")) {
      clear();
    } else {
      return;
    }
    tell();
  });

  /* Rows that are drawn anew show what is selected of them. */
  function showAnew() {
    if (bar()) {
      show();
    } else {
      document.body.classList.remove("has-selection");
    }
  }

  document.addEventListener("portal:drawn", showAnew);
  new MutationObserver(showAnew).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-select", "data-matches"],
  });
})();
