import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkArrows } from './arrows.ts'
import { checkBuild } from './build.ts'
import { checkBundle } from './bundle.ts'
import { checkCasts } from './casts.ts'
import { checkCloudFrontFunction } from './cloudfront-function.ts'
import { checkCloudFrontHeaders } from './cloudfront-headers.ts'
import { checkDeadCode } from './dead-code.ts'
import { checkForbiddenText } from './forbidden-text.ts'
import { checkFormat } from './format.ts'
import { checkFunctionBundles } from './function-bundles.ts'
import type { Gate, GateResult } from './gate.ts'
import { checkLockfile } from './lockfile.ts'
import { checkPackageExports } from './package-exports.ts'
import { checkPackageShape } from './package-shape.ts'
import { checkSize } from './size.ts'
import { checkTypeAwareRules } from './type-aware-lint.ts'
import { checkTypes } from './types.ts'
import { checkWranglerConfig } from './wrangler-config.ts'

/** Fast ones first, so that the common fault is seen at once. The last two need what the build has written. */
const gates: readonly Gate[] = [
  checkSize,
  checkLockfile,
  checkForbiddenText,
  checkWranglerConfig,
  checkCloudFrontHeaders,
  checkFormat,
  checkCasts,
  checkTypeAwareRules,
  checkArrows,
  checkTypes,
  checkDeadCode,
  checkBundle,
  checkCloudFrontFunction,
  checkFunctionBundles,
  checkBuild,
  checkPackageShape,
  checkPackageExports,
]

/** Runs the gates one after another and hands out each result as it comes; who stops listening stops the run. */
export async function* runGates(root: string): AsyncGenerator<GateResult, void, undefined> {
  const scratch = mkdtempSync(join(tmpdir(), 'ipseal-gates-'))
  try {
    for (const gate of gates) yield await gate({ root, scratch })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
