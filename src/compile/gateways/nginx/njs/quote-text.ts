import { describeValue } from '../../../../fault/escape-text.ts'
import { CompileError } from '../../../compile-error.ts'

/** Returns a text as one parameter of a directive. nginx has no way to write a dollar sign that begins no variable. */
export function quoteText(text: string, path: string): string {
  if (text.includes('$')) {
    throw new CompileError({
      code: 'UNSUPPORTED',
      path,
      rule: 'nginx reads a dollar sign as the beginning of a variable',
      received: describeValue(text),
      nextStep: 'Choose a text without one, or "verifies": "forward-auth"',
    })
  }
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
