/** The languages that a post may say it is in, by their names in the language of the page. */
import { useQuery } from '@tanstack/react-query'
import { get } from '../api/http.ts'
import { language } from '../messages/index.ts'

interface Option {
  readonly value: string
  readonly label: string
}

const names = new Intl.DisplayNames([language], { type: 'language' })
const byName = new Intl.Collator(language)

export function useLanguages(): readonly Option[] {
  const { data } = useQuery({
    queryKey: ['instance', 'languages'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const list = await get<{ code: string; name: string }[]>('/api/v1/instance/languages', {}, signal)
      return list
        .map(({ code, name }) => ({ value: code, label: names.of(code) ?? name }))
        .sort((one, other) => byName.compare(one.label, other.label))
    },
  })
  return data ?? []
}
