/* Rows of cards that scroll sideways: their buttons, shown where not all cards fit. */

(function () {
  "use strict";

  var SHARE = 0.9; /* Of what is seen, so that the last card stays in sight. */
  var SLACK = 2; /* Pixels that zooming may leave over. */

  function buttonsOf(strip) {
    return Array.from(document.querySelectorAll('.strip-button[aria-controls="' + strip.id + '"]'));
  }

  function rest(strip, way) {
    var after = strip.scrollWidth - strip.clientWidth - strip.scrollLeft;
    return way < 0 ? strip.scrollLeft : after;
  }

  function look(strip) {
    var fits = strip.scrollWidth - strip.clientWidth <= SLACK;
    buttonsOf(strip).forEach(function (button) {
      var isOver = rest(strip, Number(button.dataset.moves)) <= SLACK;
      button.setAttribute("aria-disabled", String(isOver));
      button.parentNode.toggleAttribute("data-needed", !fits);
    });
  }

  var sizes = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      look(entry.target);
    });
  });

  function watch(part) {
    if (part.nodeType === Node.ELEMENT_NODE) {
      if (part.matches(".strip")) {
        sizes.observe(part);
      }
      part.querySelectorAll(".strip").forEach(function (strip) {
        sizes.observe(strip);
      });
    }
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(watch);
    });
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* Scrolling does not go up through the page; it comes down. */
  document.addEventListener(
    "scroll",
    function (event) {
      if (event.target.matches && event.target.matches(".strip")) {
        look(event.target);
      }
    },
    { capture: true, passive: true }
  );

  document.addEventListener("click", function (event) {
    var button = event.target.closest(".strip-button");
    if (button && button.getAttribute("aria-disabled") !== "true") {
      var strip = document.getElementById(button.getAttribute("aria-controls"));
      var isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      strip.scrollBy({
        left: Number(button.dataset.moves) * strip.clientWidth * SHARE,
        behavior: isCalm ? "instant" : "smooth",
      });
    }
  });
})();
