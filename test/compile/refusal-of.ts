import { CompileError } from '../../src/compile/index.ts'

/** What a compiler says that cannot do what it is asked; anything else than that is a fault of the test. */
export function refusalOf(compiling: () => unknown): CompileError {
  try {
    compiling()
  } catch (error) {
    if (error instanceof CompileError) return error
    throw error
  }
  throw new Error('it was compiled')
}
