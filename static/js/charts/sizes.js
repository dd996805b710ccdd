// How large an element is, told by the browser after its own layout; to ask would make it lay out anew.

const paper = matchMedia("print"); // there the canvas makes the height, not the other way round

/** Resolves to {width, height} in whole pixels; `onChange` hears of each later size. */
export function followSize(element, onChange) {
  return new Promise((resolve) => {
    new ResizeObserver(([{ contentRect }]) => {
      const size = { width: Math.floor(contentRect.width), height: Math.floor(contentRect.height) };
      resolve(size);
      if (size.width && size.height && !paper.matches) onChange(size);
    }).observe(element);
  });
}
