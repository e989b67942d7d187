/**
 * Where RunPod serves network volumes by S3, so that data goes in and results come out without a pod. In all others a volume can
 * only be mounted. Source: RunPod's description of its API v2 and its page on S3, November 2026.
 */
export const s3DataCenters: readonly string[] = (
  "EU-CZ-1 EU-RO-1 EUR-IS-1 EUR-NO-1 US-CA-2 US-GA-2 US-IL-1 US-KS-2 US-MD-1 US-MO-1 US-MO-2 US-NC-1 US-NC-2 US-NE-1 " +
  "US-WA-1"
).split(" ");
