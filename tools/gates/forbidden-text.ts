import { type GateResult, judge, type Place } from './gate.ts'
import { readFiles, type SourceFile } from './list-files.ts'

type Ban = { readonly pattern: RegExp; readonly why: string; readonly files: RegExp }

const anyFile = /./
const code = /\.(ts|mjs)$/

const bans: readonly Ban[] = [
  { pattern: /(?<![\w.-])\/(work|home|root|Users)\//, why: 'a path of one machine', files: anyFile },
  { pattern: /registry\.(npmjs\.org|yarnpkg\.com)/, why: 'a registry host', files: anyFile },
  { pattern: /\b(T[O]DO|F[I]XME)\b/, why: 'unfinished work; finish it or leave it out', files: anyFile },
  { pattern: /^(<{7}|>{7}) /, why: 'a merge conflict', files: anyFile },
  { pattern: /\.only\(/, why: 'one test switches all others off', files: code },
  { pattern: /\bas\s+unknown\s+as\b/, why: 'a cast that silences the compiler', files: code },
  { pattern: /^\s*(\/\/|\*)\s*[-=*#~]{6,}/, why: 'a banner', files: code },
  {
    pattern: /(oxlint|eslint)-disable(?!.* -- \w)/,
    why: 'a rule switched off without a reason after "--"',
    files: code,
  },
  {
    pattern: /uses:\s*[^@\s]+@(?![0-9a-f]{40}\b)/,
    why: 'an action that is not pinned by its full hash',
    files: /^\.github\//,
  },
]

export function checkForbiddenText({ root }: Place): Promise<GateResult> {
  const files = readFiles(root, ['**/*', '.*', '.*/**/*']).filter(({ text }) => !text.includes('\0'))
  const faults = files.flatMap(findBanned)
  return Promise.resolve(judge('forbidden text', { count: files.length, unit: 'files', faults: faults.join('\n') }))
}

function findBanned({ path, text }: SourceFile): string[] {
  const applying = bans.filter(({ files }) => files.test(path))
  return text
    .split('\n')
    .flatMap((line, index) =>
      applying
        .filter(({ pattern }) => pattern.test(line))
        .map(({ why }) => `${path}:${index + 1}: ${why}: ${line.trim().slice(0, 100)}`),
    )
}
