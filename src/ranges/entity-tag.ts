const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e]{1,200}"$/

/**
 * True for an entity tag (RFC 9110 section 8.8.3) in ASCII that is short enough to keep. Any other text would make a
 * header that no runtime sends, or a second header.
 */
export function isEntityTag(text: string): boolean {
  return ENTITY_TAG.test(text)
}
