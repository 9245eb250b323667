import {
  FORBIDDEN_HEADERS,
  FORBIDDEN_ORIGIN_HEADERS,
  READ_ONLY_HEADERS,
} from '../../src/platform/cloudfront/headers.ts'
import { type GateResult, judge, type Place } from './gate.ts'
import { readFiles } from './list-files.ts'
import { findStrings, findWrittenHeaders, type WrittenHeader } from './written-headers.ts'

/** Whatever writes headers where CloudFront judges them. */
const WRITERS = [
  'src/platform/cloudfront/*.ts',
  'src/edge/problem.ts',
  'functions/lambda-edge.ts',
  'functions/cloudfront-function.ts',
]

/** Each of them moved away would leave its part of the gate with nothing to look at. */
const READ = ['src/headers/own-names.ts', 'src/platform/cloudfront/variables.ts', 'src/config/reserved-headers.ts']

const READ_ONLY: readonly string[] = [...new Set(Object.values(READ_ONLY_HEADERS).flat())]

/**
 * Checks every header that a function at CloudFront writes, or that a distribution is told to add for it: CloudFront
 * answers 502 to a name on its lists, and no test on this machine would. It checks too that no configuration can give
 * a meaning to what such a function is not allowed to remove.
 */
export function checkCloudFrontHeaders({ root }: Place): Promise<GateResult> {
  const written = readFiles(root, WRITERS).flatMap(findWrittenHeaders)
  const named = readFiles(root, ['src/headers/own-names.ts'])
    .flatMap(findStrings)
    .filter((name) => name.startsWith('x-'))
  const variables = readFiles(root, ['src/platform/cloudfront/variables.ts']).flatMap(findStrings)
  const atOrigin = variables.filter((name) => name.startsWith('x-'))
  const faults = [
    ...READ.filter((path) => readFiles(root, [path]).length === 0).map((path) => `${path}: is not there to be read`),
    ...written.flatMap(judgeWritten),
    ...named.filter(isRefused).map((name) => `src/headers/own-names.ts: CloudFront refuses ${name}`),
    ...atOrigin
      .filter(isRefusedAtOrigin)
      .map((name) => `src/platform/cloudfront/variables.ts: no origin may have ${name}`),
    ...findUnreserved(root),
  ]
  const count = written.length + named.length + atOrigin.length
  return Promise.resolve(judge('cloudfront', { count, unit: 'header names', faults: faults.join('\n') }))
}

function judgeWritten({ name, at }: WrittenHeader): readonly string[] {
  return isRefused(name) ? [`${at}: CloudFront answers 502 to a function that writes ${name}`] : []
}

function isRefused(name: string): boolean {
  return isListed(FORBIDDEN_HEADERS, name) || isListed(READ_ONLY, name)
}

function isRefusedAtOrigin(name: string): boolean {
  return isListed(FORBIDDEN_ORIGIN_HEADERS, name)
}

/** A proof that a configuration puts into such a header would go on to the origin. */
function findUnreserved(root: string): readonly string[] {
  const [reserved] = readFiles(root, ['src/config/reserved-headers.ts']).map(findStrings)
  if (reserved === undefined) return []
  const isReserved = (name: string): boolean =>
    reserved.some((known) => known === name || (known.endsWith('-') && name.startsWith(known)))
  const open = READ_ONLY.filter((name) => !isReserved(name))
  return open.map(
    (name) => `src/config/reserved-headers.ts: ${name} must be reserved; at CloudFront it cannot be removed`,
  )
}

function isListed(list: readonly string[], name: string): boolean {
  const lower = name.toLowerCase()
  return list.some((known) => (known.endsWith('*') ? lower.startsWith(known.slice(0, -1)) : lower === known))
}
