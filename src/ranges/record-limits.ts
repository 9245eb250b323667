/**
 * No two clocks of one system differ by as much. A list that says it was checked later than this from now says nothing of
 * its age, and would pass for the newest until then.
 */
export const MAX_AHEAD_SECONDS = 3600

/** No drain of any provider is longer. */
export const MAX_DRAIN_SECONDS = 86_400

/** Of a list that is only watched; CloudFront's has 250. */
export const MAX_WIDER_PREFIXES = 4096

/** Of an entity tag, a version, a source. */
export const MAX_TEXT_LENGTH = 512

/** One for each request of a feed; no feed has more than three. */
export const MAX_ETAGS = 16

/** Five times the longest list of a vendor with all of it draining, in characters of JSON. S3 and files are read as far. */
export const MAX_RECORD_LENGTH = 1024 * 1024
