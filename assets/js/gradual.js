/* What is drawn a bit at a time, so that the page answers in between: a part of its own in
   dashboard/components/gradual.py. */

(function () {
  "use strict";

  var turns = [];

  /* Act in a task of its own, once all has had its turn that asked before. */
  function inTurn(act) {
    turns.push(act);
    if (turns.length === 1) {
      window.portalStart.soon(take);
    }
  }

  function take() {
    var act = turns.shift();
    if (turns.length > 0) {
      window.portalStart.soon(take);
    }
    act();
  }

  function Gradual(props) {
    var state = React.useState(false);
    var isDrawn = state[0];
    React.useLayoutEffect(function () {
      inTurn(function () {
        ReactDOM.flushSync(function () {
          state[1](true);
        });
      });
    }, []);
    return isDrawn ? asOfNow(props.children) : null;
  }

  /* Dash hands a part the properties that it came with, which a callback may have changed since: a
     part that is drawn late, and is told that it is no new one, takes them from Dash's store. */
  function asOfNow(children) {
    return React.Children.map(children, function (child) {
      return React.isValidElement(child) ? React.cloneElement(child, { _newRender: 0 }) : child;
    });
  }

  window.portal = Object.assign(window.portal || {}, {
    Gradual: Gradual,
    asOfNow: asOfNow,
    inTurn: inTurn,
  });
})();
