// Chart data and Chart.js itself, each fetched once and only when a chart comes near.

/** The strict JSON of one chart: {data, options}. Rejects on anything else. */
export async function fetchChart(url, { signal } = {}) {
  const response = await fetch(url, {
    credentials: "same-origin",
    headers: { Accept: "application/json" },
    signal,
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

let library;

/** Load the script that <meta name="chartjs"> names, once; resolves to the global Chart. */
export function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector('meta[name="chartjs"]').content;
    script.addEventListener("load", () => resolve(globalThis.Chart));
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  return library;
}
