/** What people and bots ask a social network for, and how long it takes: made up, but shaped like the real thing. */

export interface Habit {
  readonly method: string
  readonly route: string
  /** Of 1,000 requests, so many. */
  readonly weight: number
  readonly medianUs: number
  readonly medianBytes: number
  /** What it is about. */
  readonly about?: 'post' | 'profile' | 'tag'
  /** How many posts the answer shows. */
  readonly posts?: number
  /** Only somebody who is signed in asks for it. */
  readonly signedIn?: boolean
}

const habit = (line: string): Habit => {
  const [method, route, weight, medianUs, medianBytes, ...more] = line.trim().split(/\s+/)
  const about = (['post', 'profile', 'tag'] as const).find((one) => more.includes(one))
  const posts = more.find((word) => /^\d+$/.test(word))
  return {
    method: method!,
    route: route!,
    weight: Number(weight),
    medianUs: Number(medianUs),
    medianBytes: Number(medianBytes),
    ...(about && { about }),
    ...(posts && { posts: Number(posts) }),
    ...(more.includes('signed-in') && { signedIn: true }),
  }
}

const habits = (lines: string): Habit[] => lines.trim().split('\n').map(habit)

/** What an answer is about is told where our server tells it (`about` of its routes). Method, route, of 1,000, median in microseconds and in bytes, what it is about, how many posts it shows. */
export const ofPeople: readonly Habit[] = habits(`
  GET    /media/*                              170     900  48000
  GET    /api/v1/timelines/home                163    2200  41000  20  signed-in
  GET    /api/v1/notifications                 104    3100  22000  signed-in
  GET    /api/v1/statuses/:id                   81    1100   2100  post
  GET    /api/v1/statuses/:id/context           74    4200  18000
  GET    /api/v1/accounts/:id/statuses          57    3400  36000  20
  GET    /api/v1/accounts/:id                   48     800   1900  profile
  GET    /api/v1/timelines/public               42    3000  39000  20
  GET    /api/v1/accounts/relationships         35     900    700  signed-in
  GET    /assets/:file                          33     200  14000
  POST   /api/v1/statuses/:id/favourite         29    5200   2300  signed-in
  GET    /@:username/:id                        25    6800   9000  post
  GET    /api/v1/timelines/tag/:tag             22    3600  37000  tag  20
  GET    /@:username                            20    5900   8000  profile
  GET    /api/v2/search                         15   21000  12000  signed-in
  POST   /api/v1/statuses                       12   11000   2400  signed-in
  GET    /api/v1/trends/statuses                11    2600  35000  20
  POST   /api/v1/markers                        10    3900    200  signed-in
  GET    /api/v1/trends/tags                     9     900   4200
  GET    /api/v1/accounts/verify_credentials     9     700   2300  signed-in
  POST   /api/v1/statuses/:id/reblog             8    7400   4100  signed-in
  POST   /api/v1/accounts/:id/follow             6    8100    300  signed-in
  GET    /api/v1/accounts/:id/followers          6    4400  30000
  GET    /api/v2/instance                        5     400   5200
  GET    /api/v1/bookmarks                       4    3200  33000  20  signed-in
  POST   /oauth/token                            2   90000    300
`)

export const ofBots: readonly Habit[] = habits(`
  GET    /@:username/:id                       380    6800   9000  post
  GET    /@:username                           240    5900   8000  profile
  GET    /tags/:tag                             90    6200   8500  tag
  GET    /users/:username/statuses/:id          80    1700   2600
  GET    /.well-known/webfinger                 60     600    500
  GET    /robots.txt                            50     150    200
  GET    /api/v1/timelines/public               40    3000  39000  20
  GET    /nodeinfo/2.0                          30     300    700
  GET    /                                      30    3100   7000
`)

export interface Browser {
  readonly weight: number
  readonly family: string
  /** What it says in full. */
  readonly agent: string
}

const mozilla = (system: string, more: string) => `Mozilla/5.0 (${system}) ${more}`
const webkit = (more: string) => `AppleWebKit/537.36 (KHTML, like Gecko) ${more} Safari/537.36`

export const browsers: readonly Browser[] = [
  { weight: 30, family: 'Chrome', agent: mozilla('Windows NT 10.0; Win64; x64', webkit('Chrome/142.0.0.0')) },
  {
    weight: 19,
    family: 'Safari',
    agent: mozilla(
      'iPhone; CPU iPhone OS 18_6 like Mac OS X',
      'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    ),
  },
  { weight: 17, family: 'Firefox', agent: mozilla('X11; Linux x86_64; rv:145.0', 'Gecko/20100101 Firefox/145.0') },
  { weight: 11, family: 'Tusky', agent: 'Tusky/28.0 Android/15 OkHttp/5.1.0' },
  { weight: 10, family: 'Ivory', agent: 'Ivory/2.4 (iPhone; iOS 18.6)' },
  { weight: 7, family: 'Ice Cubes', agent: 'IceCubesApp/1.13 CFNetwork/1568.100.1 Darwin/24.6.0' },
  {
    weight: 6,
    family: 'Edge',
    agent: mozilla('Windows NT 10.0; Win64; x64', `${webkit('Chrome/142.0.0.0')} Edg/142.0.0.0`),
  },
]

export const bots: readonly Browser[] = [
  {
    weight: 34,
    family: 'Googlebot',
    agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  },
  { weight: 20, family: 'bingbot', agent: 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)' },
  { weight: 16, family: 'GPTBot', agent: 'Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)' },
  { weight: 14, family: 'Mastodon', agent: 'Mastodon/4.5.0 (http.rb/5.3.1; +https://social.example/)' },
  { weight: 9, family: 'AhrefsBot', agent: 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)' },
  { weight: 7, family: 'curl', agent: 'curl/8.14.1' },
]

export const tags: readonly string[] = [
  'cats',
  'photography',
  'caturday',
  'gardening',
  'linux',
  'bread',
  'cycling',
  'birds',
  'music',
  'football',
  'books',
  'trains',
  'silentsunday',
  'opensource',
  'mosstodon',
  'art',
  'knitting',
  'astronomy',
  'weather',
  'سلام',
]
