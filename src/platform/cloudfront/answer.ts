import { type ProblemStatus, problem, titleOf } from '../../edge/problem.ts'
import type { CloudFrontHeaderObject } from './lines.ts'

/** A response that CloudFront gives in place of the origin's (CloudFront Developer Guide, "Response object"). */
export type CloudFrontAnswer = {
  readonly status: string
  readonly statusDescription: string
  readonly headers: CloudFrontHeaderObject
  readonly bodyEncoding: 'text'
  readonly body: string
}

/** Answers with the problem document that every edge of ours gives, in CloudFront's own shape. */
export async function answerProblem(
  status: ProblemStatus,
  headers: Readonly<Record<string, string>> = {},
): Promise<CloudFrontAnswer> {
  const answer = problem(status, headers)
  const body = await answer.text()
  const lines = [...answer.headers].map(([key, value]): [string, CloudFrontHeaderObject[string]] => [
    key,
    [{ key, value }],
  ])
  return {
    status: String(status),
    statusDescription: titleOf(status),
    headers: Object.fromEntries(lines),
    bodyEncoding: 'text',
    body,
  }
}
