import { Announcements } from '../explore/announcements.tsx'
import { HomePage } from '../timelines/home-page.tsx'

/** Home, and above it what the operators have to say where there is no aside. */
export const Home = () => (
  <HomePage>
    <Announcements place="home" />
  </HomePage>
)
