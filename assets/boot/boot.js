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

  // Dash says nothing when a session has ended: what is on the screen would just stop working.
  const plainFetch = window.fetch;
  window.fetch = function (resource, options) {
    return plainFetch.call(window, resource, options).then(function (response) {
      if (response.status !== 401 || new URL(response.url).origin !== location.origin) {
        return response;
      }
      location.assign("/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
      return new Promise(function () {});  // The page is on its way out.
    });
  };
})();
