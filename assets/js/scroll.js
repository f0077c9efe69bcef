/* Going back leads to where a page was left: pages are drawn after the browser has looked for it. */

(function () {
  "use strict";

  var LONGEST_WAIT_MS = 10000;
  var NOTHING_COMES_MS = 600;
  var PAUSE_MS = 100;
  /* Where to go to once the page that is on its way is drawn. */
  var wanted = null;
  var path = window.location.pathname;
  var timer = null;

  /* What the history knows of a page stays with it, however it is come back to. */
  function keep() {
    path = window.location.pathname;
    if (wanted === null) {
      history.replaceState(Object.assign({}, history.state, { scroll: window.scrollY }), "");
    }
  }

  function restore() {
    if (wanted === null) {
      return;
    }
    var waited = performance.now() - wanted.since;
    var isBusy = document.querySelector("#content [aria-busy]") !== null;
    wanted.wasBusy = wanted.wasBusy || isBusy;
    if (waited > LONGEST_WAIT_MS) {
      wanted = null;
    } else if (!isBusy && (wanted.wasBusy || waited > NOTHING_COMES_MS)) {
      window.scrollTo({ top: wanted.top, behavior: "instant" });
      wanted = window.scrollY < wanted.top - 1 ? wanted : null;
    }
  }

  function begin(state) {
    var top = state ? state.scroll : undefined;
    wanted = top === undefined ? null : { top: top, since: performance.now(), wasBusy: false };
    window.setTimeout(restore, NOTHING_COMES_MS + 1);
  }

  history.scrollRestoration = "manual";
  if (!document.getElementById("first-view")) {
    begin(history.state); /* Else the page stands where it was left: boot.js saw to that. */
  }

  window.addEventListener("popstate", function (event) {
    window.clearTimeout(timer);
    begin(event.state);
    if (wanted === null && path !== window.location.pathname && !window.location.hash) {
      window.scrollTo({ top: 0, behavior: "instant" });
    }
    path = window.location.pathname;
  });

  window.addEventListener("scroll", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE_MS);
  });
  /* Before a link is followed, and before the document goes. */
  document.addEventListener(
    "click",
    function () {
      window.clearTimeout(timer);
      keep();
    },
    true
  );
  window.addEventListener("pagehide", keep);

  /* Somebody who goes elsewhere meanwhile stays there. */
  ["wheel", "touchmove", "keydown", "pointerdown"].forEach(function (name) {
    var letGo = function () {
      wanted = null;
    };
    window.addEventListener(name, letGo, { passive: true });
  });

  new MutationObserver(restore).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["aria-busy"],
    childList: true,
    subtree: true,
  });
})();
