/* The search fields: what is found stands under the one that someone types in. */

(function () {
  "use strict";

  var PAUSE_MS = 120;
  var MOST = 8;
  var timer = null;
  var asking = null;
  var current = -1;
  /* The form that was typed in last. */
  var form = null;

  function field() {
    return form.querySelector("input[type=search]");
  }

  function list() {
    return form.querySelector("[role=listbox]");
  }

  function isOpen() {
    return form !== null && form.isConnected && !list().hidden;
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

  /* Whom is bought for goes along where something is bought. */
  function forAccount(href) {
    var account = form.dataset.account;
    if (!account) {
      return href;
    }
    var address = new URL(href, window.location.origin);
    address.searchParams.set("account", account);
    return address.pathname + address.search + address.hash;
  }

  function option(href, at, parts) {
    var link = part("a", "found", "");
    link.href = forAccount(href);
    link.id = list().id + "-" + at;
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

  /* What was typed stays, and is looked for once more on a page of its own. */
  function drawFailure(text) {
    var told = part("span", "found-all", list().dataset.failed);
    show([option("/search?q=" + encodeURIComponent(text), 0, [told])]);
  }

  function ask() {
    var text = field().value.trim();
    if (asking) {
      asking.abort();
    }
    if (text.length < 2) {
      list().removeAttribute("aria-busy");
      close();
      return;
    }
    var shown = list();
    shown.setAttribute("aria-busy", "true");
    asking = new AbortController();
    var kind = form.dataset.kind ? "&kind=" + form.dataset.kind : "";
    fetch("/search.json?limit=" + MOST + kind + "&q=" + encodeURIComponent(text), {
      signal: asking.signal,
      headers: { Accept: "application/json" },
    })
      .then(function (answer) {
        if (answer.status === 401) {
          window.location.reload();
        }
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        return answer.json();
      })
      .then(function (found) {
        shown.removeAttribute("aria-busy");
        if (document.activeElement === field()) {
          draw(text, found);
        }
      })
      .catch(function (error) {
        /* What was given up for a newer question has nothing to say. */
        if (error.name === "AbortError") {
          return;
        }
        shown.removeAttribute("aria-busy");
        if (document.activeElement === field()) {
          drawFailure(text);
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

  function enter(input) {
    form = input.closest(".search");
    if (!input.hasAttribute("role")) {
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-label", input.placeholder);
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("aria-controls", list().id);
      input.setAttribute("aria-autocomplete", "list");
    }
  }

  function isField(element) {
    return element.matches(".search input[type=search]");
  }

  function onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      var first = document.getElementById("search-text");
      event.preventDefault();
      first.focus();
      first.select();
    } else if (isField(event.target)) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && current >= 0 && isOpen()) {
        event.preventDefault();
        window.location.assign(options()[current].href);
      } else if (event.key === "Escape") {
        close();
      }
    }
  }

  /* A field that somebody came for is ready once it is drawn, however late that is. */
  new MutationObserver(function () {
    var place = document.querySelector("#content [data-focused]:not([data-met])");
    var ready = place && place.querySelector("input[type=search]");
    if (ready) {
      place.dataset.met = "";
      ready.focus();
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("keydown", onKey);
  document.addEventListener("input", function (event) {
    if (isField(event.target)) {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE_MS);
    }
  });
  document.addEventListener("focusin", function (event) {
    if (isOpen() && event.target.closest(".search") !== form) {
      close();
    }
    if (isField(event.target)) {
      enter(event.target);
    }
  });
  document.addEventListener("click", function (event) {
    if (isOpen() && event.target.closest(".search") !== form) {
      close();
    }
    /* The page that it leads to is shown already, and is not drawn anew: the field is. */
    var ready = document.querySelector("[data-focused] input[type=search]");
    if (ready && event.target.closest(".order-start")) {
      ready.focus();
    }
  });
})();
