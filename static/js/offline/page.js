// On every page: what the phone does without a network is loaded only where it has a part.

const { account, shell } = document.documentElement.dataset;

if (shell || (account && isNeeded())) import("./start.js");

function isNeeded() {
  // What a page of these says, opens or closes sessions; the phone has to hear of it.
  if (/^\/(today|sessions|safety)\//.test(location.pathname)) return true;
  if (document.querySelector("form[data-queue]")) return true;
  try {
    return localStorage["invertrack-waiting"] || localStorage["invertrack-account"] !== account;
  } catch {
    return false; // a browser that keeps nothing has nothing to wait
  }
}
