/** Made-up traffic for benchmarks and demonstrations: our own records through the real writer, or a log of another server. */
export { CombinedLog } from './combined.ts'
export { type Generated, type GenerateOptions, generate, type Sink } from './generate.ts'
export { OwnFiles } from './own.ts'
