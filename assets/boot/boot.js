// Runs first, before anything is drawn.
(function () {
  "use strict";

  // The chosen theme, else the system's, so that a dark page never flashes white.
  const system = matchMedia("(prefers-color-scheme: dark)");
  function paint() {
    const chosen = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie);
    const followed = system.matches ? "dark" : "light";
    document.documentElement.dataset.bsTheme = chosen ? chosen[1] : followed;
  }
  paint();
  system.addEventListener("change", paint);

  // Dash loads the whole of Plotly, three times the size of the part that is used here. It takes
  // the address from this property, which it sets itself; so it is set for good.
  const plotly = document.currentScript.dataset.plotly;
  Object.defineProperty(window, "_dashPlotlyJSURL", {
    configurable: true,
    get: function () { return plotly; },
    set: function () {},
  });

  // What a page can't begin without, and does not come, is told in the page's place.
  const NEEDED = /\/_dash-(?:layout|dependencies)/;
  function fail(reason) {
    const entry = document.getElementById("react-entry-point");
    const waiting = document.getElementById("waiting");
    if (waiting && entry.hasAttribute("aria-busy")) {
      entry.removeAttribute("aria-busy");
      waiting.dataset.failed = "";
      waiting.querySelector(".reason").textContent = reason || "";
      waiting.querySelector(".start-failed").hidden = false;
    }
  }
  window.portalStart = { fail: fail };
  addEventListener("error", function (event) {
    if (event.target.tagName === "SCRIPT") {
      fail();
    }
  }, true);

  // Dash says nothing when a session has ended: what is on the screen would just stop working.
  const plainFetch = window.fetch;
  window.fetch = function (resource, options) {
    const isNeeded = NEEDED.test(String(resource));
    return plainFetch.call(window, resource, options).catch(function (error) {
      if (isNeeded) {
        fail();
      }
      throw error;
    }).then(function (response) {
      if (response.status !== 401 || new URL(response.url).origin !== location.origin) {
        if (isNeeded && !response.ok) {
          fail();
        }
        return response;
      }
      location.assign("/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
      return new Promise(function () {});  // The page is on its way out.
    });
  };
})();
