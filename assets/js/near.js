/* What takes long to draw, and is hidden or far, is drawn once it is seen: a part of its own in
   dashboard/components/near.py. */

(function () {
  "use strict";

  var MARGIN = "200px";

  function Near(props) {
    var place = React.useRef(null);
    var state = React.useState(false);
    var isNear = state[0];
    React.useEffect(
      function () {
        if (isNear) {
          return undefined;
        }
        var watch = new IntersectionObserver(
          function (seen) {
            if (seen.some(function (each) { return each.isIntersecting; })) {
              state[1](true);
            }
          },
          { rootMargin: MARGIN }
        );
        watch.observe(place.current);
        return function () {
          watch.disconnect();
        };
      },
      [isNear]
    );
    return React.createElement(
      "div",
      { ref: place, className: props.className },
      isNear ? window.portal.asOfNow(props.children) : null
    );
  }

  window.portal = Object.assign(window.portal || {}, { Near: Near });
})();
