/** How much has moved since the page began to load, and by how many pixels it is wider than the window. Runs in the browser. */
export function measured(): Promise<{ shift: number; over: number }> {
  return new Promise((resolve) => {
    let shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shift += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        resolve({ shift, over: document.documentElement.scrollWidth - window.innerWidth });
      });
    });
  });
}
