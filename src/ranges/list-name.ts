const LIST_NAME = /^list:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/

/** True for `list:` and a name: a private list, of which no runtime has a copy but what a store holds. */
export function isListName(name: string): boolean {
  return LIST_NAME.test(name)
}
