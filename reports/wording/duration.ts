/** A length of time in the short form of lists and progress. */

/** `5s`, `2m05s`, `1h02m`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}s`;
  const minutes = Math.floor(whole / 60);
  const padded = (value: number): string => String(value).padStart(2, '0');
  return minutes < 60 ? `${minutes}m${padded(whole % 60)}s` : `${Math.floor(minutes / 60)}h${padded(minutes % 60)}m`;
}
