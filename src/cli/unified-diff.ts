/** What a file is, and what it would be. `before` is undefined where there is no file yet. */
export type Change = { readonly path: string; readonly before: string | undefined; readonly after: string }

/** Writes a change as a unified diff that `patch -p0` takes, in the folder that the path is relative to. */
export async function unifiedDiff({ path, before, after }: Change): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff')
  const headers = { headerOptions: FILE_HEADERS_ONLY }
  const from = before === undefined ? '/dev/null' : path
  return createTwoFilesPatch(from, path, before ?? '', after, undefined, undefined, headers)
}
