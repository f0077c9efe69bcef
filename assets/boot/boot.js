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

  // Of a page that is new here, what is far down is laid out last (assets/js/arriving.js). One that
  // was here before stands at once as high as it is, since it is scrolled to where it was left.
  const [came] = performance.getEntriesByType("navigation");
  if (came?.type === "navigate" && !location.hash) {
    document.documentElement.classList.add("arriving");
  }

  // What a page can't begin without, and does not come, is told in the page's place.
  const NEEDED = /\/_dash-(?:layout|dependencies)/;
  function fail(reason) {
    const entry = window.portalStart.entry || document.getElementById("react-entry-point");
    const waiting = document.getElementById("waiting");
    if (waiting && entry.hasAttribute("aria-busy")) {
      entry.removeAttribute("aria-busy");
      document.getElementById("first-view")?.remove();
      waiting.hidden = false;
      waiting.dataset.failed = "";
      waiting.querySelector(".reason").textContent = reason || "";
      waiting.querySelector(".start-failed").hidden = false;
    }
  }

  // Act in a task of its own, also in a page in the background, where timers are slow.
  function soon(act) {
    const channel = new MessageChannel();
    channel.port1.onmessage = function () {
      channel.port1.close();
      act();
    };
    channel.port2.postMessage(null);
  }

  window.portalStart = { fail: fail, soon: soon };
  addEventListener("error", function (event) {
    if (event.target.tagName === "SCRIPT") {
      fail();
    }
  }, true);

  // Where the page is seen already, what makes it live is fetched once it has been painted: on a
  // slow line the one would wait for the other. A page in the background is not painted.
  const LONGEST_PAINTING = 250;
  addEventListener("DOMContentLoaded", function () {
    const waiting = document.getElementById("scripts");
    if (waiting) {
      const left = history.state?.scroll;  // As assets/js/scroll.js keeps it.
      if (left) {
        scrollTo({ top: left, behavior: "instant" });
      }
      const painted = new Promise(function (resolve) {
        requestAnimationFrame(function () { setTimeout(resolve); });
      });
      const late = new Promise(function (resolve) { setTimeout(resolve, LONGEST_PAINTING); });
      Promise.race([painted, late]).then(function () {
        const links = waiting.content.querySelectorAll("link");
        runAll([...waiting.content.querySelectorAll("script")]);
        waiting.replaceWith(...links);
      });
    }
  });

  function runAll(scripts) {
    if (scripts.length > 0) {
      run(scripts[0]);
      soon(function () { runAll(scripts.slice(1)); });
    }
  }

  function run(script) {
    const running = document.createElement("script");
    running.async = false;  // One after the other.
    if (script.src) {
      running.src = script.src;
    } else {
      running.textContent = script.textContent;
    }
    document.getElementById("beginning").append(running);
  }

  // What the document brings along is not asked for (dashboard/beginnings.py): each answer once.
  const BROUGHT = /\/_dash-(layout|dependencies|update-component)/;
  function takeBrought(resource, options) {
    const asked = BROUGHT.exec(String(resource));
    const isPage = asked && asked[1] === "update-component";
    const found = asked && document.getElementById("brought-" + (isPage ? "page" : asked[1]));
    found?.remove();  // Also where another is wanted by now: it would be of this moment later on.
    if (!found || (isPage && !isOf(JSON.parse(options.body), found.dataset))) {
      return null;
    }
    return Promise.resolve(
      new Response(found.textContent, { headers: { "Content-Type": "application/json" } })
    );
  }

  // Whether a callback asks for the page that was brought: another may be wanted by now.
  function isOf(body, address) {
    const values = body.inputs.map(function (input) { return input.value; });
    return body.output.startsWith(".._pages_content.children") &&
      values[0] === address.pathname && values[1] === address.search;
  }

  // Dash says nothing when a session has ended: what is on the screen would just stop working.
  const plainFetch = window.fetch;
  window.fetch = function (resource, options) {
    const brought = takeBrought(resource, options);
    if (brought) {
      return brought;
    }
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
