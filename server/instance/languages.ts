const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
const letters = [...'abcdefghijklmnopqrstuvwxyz']

/** Every two-letter code of ISO 639-1 that Unicode has a name for; older codes that another took the place of are left out. */
export const languages: { code: string; name: string }[] = letters
  .flatMap((first) => letters.map((second) => first + second))
  .flatMap((code) => {
    const name = Intl.getCanonicalLocales(code)[0] === code ? names.of(code) : undefined
    return name ? [{ code, name }] : []
  })
