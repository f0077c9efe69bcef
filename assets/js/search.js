/* The search field of every page: what is found stands under it while someone types. */

(function () {
  "use strict";

  var PAUSE_MS = 120;
  var MOST = 8;
  var timer = null;
  var asking = null;
  var current = -1;

  function field() {
    return document.getElementById("search-text");
  }

  function list() {
    return document.getElementById("search-found");
  }

  function options() {
    return list().querySelectorAll("[role=option]");
  }

  function close() {
    current = -1;
    list().hidden = true;
    field().setAttribute("aria-expanded", "false");
    field().removeAttribute("aria-activedescendant");
  }

  function show(parts) {
    current = -1;
    list().replaceChildren.apply(list(), parts);
    list().hidden = parts.length === 0;
    field().setAttribute("aria-expanded", String(parts.length > 0));
    field().removeAttribute("aria-activedescendant");
  }

  function part(tag, className, text) {
    var made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function option(href, at, parts) {
    var link = part("a", "found", "");
    link.href = href;
    link.id = "found-" + at;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.append.apply(link, parts);
    return link;
  }

  function draw(text, found) {
    var says = list().dataset;
    var parts = found.map(function (one, at) {
      var facts = [says[one.kind], one.subtitle, one.sku].filter(Boolean).join(" · ");
      return option(one.url, at, [part("span", "found-title", one.title), part("span", "sub", facts)]);
    });
    var all = option("/search?q=" + encodeURIComponent(text), parts.length, [
      part("span", "found-all", found.length ? says.all : says.nothing),
    ]);
    show(parts.concat(all));
  }

  function ask() {
    var text = field().value.trim();
    if (asking) {
      asking.abort();
    }
    if (text.length < 2) {
      close();
      return;
    }
    asking = new AbortController();
    fetch("/search.json?limit=" + MOST + "&q=" + encodeURIComponent(text), {
      signal: asking.signal,
      headers: { Accept: "application/json" },
    })
      .then(function (answer) {
        if (answer.status === 401) {
          window.location.reload();
        }
        return answer.ok ? answer.json() : null;
      })
      .then(function (found) {
        if (found && document.activeElement === field()) {
          draw(text, found);
        }
      })
      .catch(function (error) {
        if (error.name !== "AbortError") {
          close(); // What was given up for a newer question has nothing to say.
        }
      });
  }

  function move(step) {
    var all = options();
    if (!all.length || list().hidden) {
      return;
    }
    current = (current + step + all.length) % all.length;
    all.forEach(function (one, at) {
      one.setAttribute("aria-selected", String(at === current));
    });
    field().setAttribute("aria-activedescendant", all[current].id);
    all[current].scrollIntoView({ block: "nearest" });
  }

  function onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      field().focus();
      field().select();
    } else if (event.target === field()) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && current >= 0 && !list().hidden) {
        event.preventDefault();
        window.location.assign(options()[current].href);
      } else if (event.key === "Escape") {
        close();
      }
    }
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("input", function (event) {
    if (event.target === field()) {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE_MS);
    }
  });
  document.addEventListener("focusin", function (event) {
    var entered = field();
    if (event.target === entered && !entered.hasAttribute("role")) {
      entered.setAttribute("role", "combobox");
      entered.setAttribute("aria-label", entered.placeholder);
      entered.setAttribute("aria-expanded", "false");
      entered.setAttribute("aria-controls", "search-found");
      entered.setAttribute("aria-autocomplete", "list");
    } else if (list() && !list().hidden && !event.target.closest(".search")) {
      close();
    }
  });
  document.addEventListener("click", function (event) {
    if (list() && !list().hidden && !event.target.closest(".search")) {
      close();
    }
  });
})();
