/* What is far down on a page that arrives is laid out once the page is live, a bit at a time: a
   phone that lays out all of a long list at once answers nothing meanwhile. */

(function () {
  "use strict";

  var AT_ONCE = 2;
  var root = document.documentElement;

  function whenIdle(act) {
    if (window.requestIdleCallback) {
      window.requestIdleCallback(act, { timeout: 500 });
    } else {
      window.setTimeout(act, 50);
    }
  }

  function layOut(parts) {
    if (parts.length === 0) {
      root.classList.remove("arriving");
      return;
    }
    whenIdle(function () {
      parts.slice(0, AT_ONCE).forEach(function (part) {
        part.classList.remove("later");
      });
      window.requestAnimationFrame(function () {
        layOut(parts.slice(AT_ONCE));
      });
    });
  }

  document.addEventListener(
    "portal:live",
    function () {
      if (root.classList.contains("arriving")) {
        layOut(Array.from(document.querySelectorAll(".later")));
      }
    },
    { once: true }
  );
})();
