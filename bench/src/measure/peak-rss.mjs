/** The most memory this process has held so far, in megabytes (10^6 bytes). */
export function peakRssMb() {
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}
