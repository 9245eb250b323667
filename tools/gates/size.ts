import { type GateResult, judge, type Place } from './gate.ts'
import { isData, productFiles, readFiles, sourceFiles } from './list-files.ts'

const MAX_LINES = 250
const MAX_MEDIAN_LINES = 90

export function checkSize({ root }: Place): Promise<GateResult> {
  const sizes = measure(root, sourceFiles)
  const median = findMedian(measure(root, productFiles).map(({ lines }) => lines))
  const faults = sizes
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path}: ${lines} lines, the limit is ${MAX_LINES}; split it by what it decides`)
  if (median > MAX_MEDIAN_LINES)
    faults.push(`src and functions: the median file has ${median} lines, the limit is ${MAX_MEDIAN_LINES}`)
  return Promise.resolve(judge('size', { count: sizes.length, unit: 'files', faults: faults.join('\n') }))
}

function measure(root: string, patterns: readonly string[]): { readonly path: string; readonly lines: number }[] {
  return readFiles(root, patterns)
    .filter(({ path }) => !isData(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
}

function findMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
