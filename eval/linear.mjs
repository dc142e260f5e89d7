// Multinomial logistic regression by AdaGrad: what each feature weighs towards each class, in hundredths.

const RATE = 0.3;
/** Few rounds and a strong pull to zero; all settings were chosen by five-fold cross-validation on the development titles. */
const EPOCHS = 6;
const L2 = 3e-2;
/** A feature seen once says nothing. */
const FEWEST = 2;
/** Weights nearer to nothing are left out. */
const LEAST = 0.05;

/**
 * @param rows {said: a class, features: names, worth: 0 to 1}
 * @param balance power of its rarity that a class's examples weigh: 1 makes all classes equal, 0 leaves the rare ones unheard
 * @returns {classes, features: {name: pairs of a class's place and hundredths}}, the same every time
 */
export function learn(rows, classes, { balance }) {
  const seen = new Map();
  for (const { features } of rows) for (const name of features) seen.set(name, (seen.get(name) ?? 0) + 1);
  const names = ['always', ...[...seen].filter(([, count]) => count >= FEWEST).map(([name]) => name)];
  const places = new Map(names.map((name, place) => [name, place]));
  const counts = classes.map((each) => rows.filter(({ said }) => said === each).length);
  const examples = rows.map(({ said, features, worth }) => {
    const type = classes.indexOf(said);
    return {
      type,
      worth: worth * (rows.length / classes.length / counts[type]) ** balance,
      places: [0, ...features.flatMap((name) => places.get(name) ?? [])],
    };
  });
  const weights = new Float64Array(names.length * classes.length);
  const squares = new Float64Array(weights.length).fill(1e-6);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(examples, epoch + 1);
    for (const example of examples) step(example, weights, squares, classes.length);
  }
  return { classes, features: kept(names, weights, classes.length) };
}

function step({ type, worth, places }, weights, squares, classes) {
  const scores = new Float64Array(classes);
  for (const place of places) for (let c = 0; c < classes; c += 1) scores[c] += weights[place * classes + c];
  const most = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - most));
  const sum = exponentials.reduce((total, each) => total + each, 0);
  for (let c = 0; c < classes; c += 1) {
    const gradient = (exponentials[c] / sum - (c === type ? 1 : 0)) * worth;
    for (const place of places) {
      const at = place * classes + c;
      const slope = gradient + L2 * weights[at];
      squares[at] += slope * slope;
      weights[at] -= (RATE * slope) / Math.sqrt(squares[at]);
    }
  }
}

function kept(names, weights, classes) {
  const features = {};
  for (const [place, name] of names.entries()) {
    const own = [];
    for (let c = 0; c < classes; c += 1) {
      const weight = weights[place * classes + c];
      if (Math.abs(weight) >= LEAST) own.push(c, Math.round(weight * 100));
    }
    if (own.length > 0) features[name] = own;
  }
  return features;
}

/** The same order every time: two trainings give the same file. */
export function shuffle(list, seed) {
  let state = seed;
  const next = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    [list[at], list[other]] = [list[other], list[at]];
  }
}
