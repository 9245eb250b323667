/** No dot and no slash: it becomes a part of paths, keys and parameters. */
const NAME = '[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?'
const PRIVATE_LIST = new RegExp(`^list:${NAME}$`)
const LIST = new RegExp(`^(?:list:)?${NAME}$`)

/** True for `list:` and a name: a private list, of which no runtime has a copy but what a store holds. */
export function isListName(name: string): boolean {
  return PRIVATE_LIST.test(name)
}

/** True for what a list may be stored as: a private list, or a word that may be a provider's, known here or not. */
export function canNameList(name: string): boolean {
  return LIST.test(name)
}
