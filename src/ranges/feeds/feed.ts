/** Where one list is published, and how its answers are read. Nothing here fetches: the bodies are arguments. */
export type Feed = {
  /** A provider's name, or `list:` and the name of a private list. */
  readonly provider: string
  /** What the vendor calls the address of the list; recorded with it. */
  readonly source: string
  /** Asked in this order, each once for a refresh; none where the vendor publishes constants in a page for people. */
  readonly requests: readonly FeedRequest[]
  /**
   * Reads the bodies, one for each request: of a request with `follow` the body that it led to. Never throws. Shape
   * alone: whether the prefixes may be trusted is for acceptance.
   */
  readonly parse: (bodies: readonly string[]) => FeedReading
}

export type FeedRequest = {
  /** HTTPS. No redirect is followed. */
  readonly url: string
  /** Media types, without parameters, to ask for and that an answer may have; another is somebody's error page. */
  readonly contentTypes: readonly string[]
  /** The most bytes of a body, decoded. It is text in UTF-8, whose byte order mark is left for `parse` to refuse. */
  readonly maxBytes: number
  /** For a page that only names the list: reads from its body where that is now, undefined if it names none. */
  readonly follow?: (body: string) => FeedRequest | undefined
}

export type FeedReading =
  | {
      readonly ok: true
      /** As written, in the order of the feed; of any shape and any number. */
      readonly claimed: readonly string[]
      readonly version?: FeedVersion
      /** Prefixes of a wider list of the vendor's in which changes are seen first: CLOUDFRONT for CloudFront's. */
      readonly wider?: readonly string[]
    }
  | {
      readonly ok: false
      /** What the body must be, and what was seen, escaped. */
      readonly fault: string
    }

/** The vendor's own name for a state of the list. */
export type FeedVersion = {
  readonly text: string
  /** Grows with each state, as a sync token or a change number does; undefined for a digest, which has no order. */
  readonly order?: number
}
