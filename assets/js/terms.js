/* What opens behind a question mark. The browser does the rest of it: it closes it by Esc and by a
   click elsewhere, shows it above everything, and gives the keyboard back to the mark. */

(function () {
  "use strict";

  var GAP = 8;
  var open = null;

  function markOf(text) {
    return text.previousElementSibling;
  }

  /* Before the browser looks at a press or a key: what belongs to the mark is known to it. */
  function join(event) {
    var mark = event.target.closest ? event.target.closest(".tip-mark") : null;
    var text = mark && mark.nextElementSibling;
    if (text && mark.popoverTargetElement !== text) {
      text.popover = "auto";
      text.autofocus = true; /* The keyboard goes there as it opens. */
      mark.popoverTargetElement = text;
    }
  }

  /* Below the mark, or above it where there is more room; never over the edge. */
  function place(text) {
    var at = markOf(text).getBoundingClientRect();
    var root = document.documentElement;
    var width = Math.min(320, root.clientWidth - 4 * GAP);
    var isLow = at.bottom > window.innerHeight / 2;
    text.style.left = Math.max(2 * GAP, Math.min(at.left - GAP, root.clientWidth - width - 2 * GAP)) + "px";
    text.style.top = isLow ? "auto" : at.bottom + GAP + "px";
    text.style.bottom = isLow ? window.innerHeight - at.top + GAP + "px" : "auto";
  }

  function isText(element) {
    return element.classList && element.classList.contains("tip-text");
  }

  ["pointerdown", "focusin", "click"].forEach(function (name) {
    document.addEventListener(name, join, true);
  });

  document.addEventListener("beforetoggle", function (event) {
    if (isText(event.target) && event.newState === "open") {
      place(event.target);
    }
  }, true);

  document.addEventListener("toggle", function (event) {
    var text = event.target;
    if (!isText(text) || !markOf(text)) {
      return;
    }
    markOf(text).setAttribute("aria-expanded", String(event.newState === "open"));
    open = event.newState === "open" ? text : open === text ? null : open;
  }, true);

  ["scroll", "resize"].forEach(function (name) {
    window.addEventListener(name, function (event) {
      if (open && open.isConnected && event.target !== open) {
        place(open);
      }
    }, true);
  });
})();
