/* One action for several subscriptions: the keyboard stays where it is while the page is drawn anew. */

(function () {
  "use strict";

  var PAGE = ".several";
  var held = null;

  document.addEventListener("focusin", function (event) {
    held = event.target.closest(PAGE) ? event.target : null;
  });

  /* A button that was drawn anew has its old id; one that is gone leaves the keyboard to the title. */
  function giveBack() {
    var page = document.querySelector(PAGE);
    if (!page || !held || isThere(held) || document.activeElement !== document.body) {
      return;
    }
    var anew = held.id && document.getElementById(held.id);
    var title = page.querySelector("h1");
    held = anew && isThere(anew) ? anew : title;
    title.tabIndex = -1;
    held.focus({ preventScroll: true });
  }

  function isThere(element) {
    return element.isConnected && element.getClientRects().length > 0;
  }

  new MutationObserver(giveBack).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["hidden"],
  });
})();
