import { readFileSync } from 'node:fs'

/** Reads the cases of a vector file. */
export function readCases<Case>(name: string): readonly Case[] {
  const text = readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')
  // Sound: the files in the repository are written by hand in the shape that their test names.
  return (JSON.parse(text) as { readonly cases: readonly Case[] }).cases
}
