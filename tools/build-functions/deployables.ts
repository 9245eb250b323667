/** One function, as it is handed to its platform. */
export type Deployable = {
  /** Its file under `dist/functions`. */
  readonly file: string
  readonly source: string
  readonly form: 'lambda-zip' | 'worker-module' | 'cloudfront-function' | 'node-program'
  /** What the platform takes, or less where an older limit may still hold. */
  readonly maxBytes: number
  /** Variables are built into it, since its platform has no environment. */
  readonly takesVariables?: true
  /** A schedule waits for it and no client, so that what it loads when it starts and what it says cost nobody anything. */
  readonly isScheduled?: true
}

/** A function at a viewer event had this limit until its quota was raised; what fits into it fits everywhere. */
const MAX_EDGE_ZIP_BYTES = 1_000_000

/** A zip that is uploaded as such, and not by way of S3 (Lambda Developer Guide, "Lambda quotas"). */
const MAX_LAMBDA_ZIP_BYTES = 50_000_000

/** Gzipped, on the free plan (Workers docs, "Limits"); ours is held to it as it is. */
const MAX_WORKER_BYTES = 3_000_000

/** The quota cannot be raised (CloudFront Developer Guide, "Quotas"). */
const MAX_CLOUDFRONT_FUNCTION_BYTES = 10_240

/** A container has no such limit; this one shows when something has got in that does not belong there. */
const MAX_PROGRAM_BYTES = 2_000_000

export const DEPLOYABLES: readonly Deployable[] = [
  {
    file: 'lambda-edge.zip',
    source: 'functions/lambda-edge.ts',
    form: 'lambda-zip',
    maxBytes: MAX_EDGE_ZIP_BYTES,
    takesVariables: true,
  },
  { file: 'lambda.zip', source: 'functions/lambda.ts', form: 'lambda-zip', maxBytes: MAX_LAMBDA_ZIP_BYTES },
  { file: 'rotate-keys.zip', source: 'functions/rotate-keys.ts', form: 'lambda-zip', maxBytes: MAX_LAMBDA_ZIP_BYTES },
  {
    file: 'refresh-ranges.zip',
    source: 'functions/refresh-ranges.ts',
    form: 'lambda-zip',
    maxBytes: MAX_LAMBDA_ZIP_BYTES,
    isScheduled: true,
  },
  {
    file: 'cloudfront-function.js',
    source: 'functions/cloudfront-function.ts',
    form: 'cloudfront-function',
    maxBytes: MAX_CLOUDFRONT_FUNCTION_BYTES,
  },
  {
    file: 'cloudflare-worker.mjs',
    source: 'functions/cloudflare-worker.ts',
    form: 'worker-module',
    maxBytes: MAX_WORKER_BYTES,
  },
  {
    file: 'refresh-ranges-worker.mjs',
    source: 'functions/refresh-ranges-worker.ts',
    form: 'worker-module',
    maxBytes: MAX_WORKER_BYTES,
    isScheduled: true,
  },
  {
    file: 'refresh-ranges.mjs',
    source: 'functions/refresh-ranges-once.ts',
    form: 'node-program',
    maxBytes: MAX_PROGRAM_BYTES,
    isScheduled: true,
  },
  {
    file: 'cloudflare-worker-kv.mjs',
    source: 'functions/cloudflare-worker-kv.ts',
    form: 'worker-module',
    maxBytes: MAX_WORKER_BYTES,
  },
  { file: 'verifier.mjs', source: 'functions/verifier.ts', form: 'node-program', maxBytes: MAX_PROGRAM_BYTES },
]
