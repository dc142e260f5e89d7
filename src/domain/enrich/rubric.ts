/** What a title begins with that says where it stands and nothing of what happened: "Show HN:", "[AINews]", "En direct :". */
const RUBRIC =
  /^(?:\[[^\]]{2,24}\]\s*|(?:show|ask|tell|launch) hn\s?[:–-]\s*|(?:en direct|direct|live|exclusi(?:f|ve)|vid[ée]o|infographie|podcast|reportage|entretien|watch)\s?[:.–-]\s+)+/i;

/** A title as its news tells it: every post under one rubric is alike in it. Never empty where the title is not. */
export const withoutRubric = (title: string): string => title.replace(RUBRIC, '') || title;
