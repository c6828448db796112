/** A coordinate in digits: `0.0000001`, never `1e-7`. */
export const decimal = (value: number): string =>
  value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 });
