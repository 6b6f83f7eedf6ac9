package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * The risk {@code R_L = 1/2J sum_j E|T_L - y_j|²} of a layer on some tasks, averaged over prompts: exactly, with {@code a = Vm - y, b = V
 * Gamma u, beta = tr(V Gamma V')}, {@code u = Uz} and the {@link Shrinkage} (gamma, D) at {@code rho = u' Gamma u}, per task
 *
 * <pre>{@code
 * r_inf = |a + b|²/2,   r_L - r_inf = (gamma (beta - 2 a'b - |b|²) - D |b|²) / 2.
 * }</pre>
 *
 * What prompts of L tokens add to the limit is computed by itself, so that nothing cancels. Cost of a gradient: O(J (d² + d e + r d)).
 */
final class PopulationRisk {
    private static final double GRADIENT_STEP = 1e-5;
    private static final double HESSIAN_STEP = 1e-5;

    private final List<Term> terms;

    private PopulationRisk(List<Term> terms) {
        this.terms = terms;
    }

    /** One task with {@code Gamma = BB'} and its operator norm. */
    private record Term(TrainingTask task, double[][] gamma, double gammaNorm) {
        static Term of(TrainingTask task) {
            double[][] b = task.factor();
            double[][] gamma = new double[b.length][];
            for (int i = 0; i < b.length; i++) {
                gamma[i] = Vectors.apply(b, b[i]);
            }
            return new Term(task, gamma, Math.max(0, Spectra.of(gamma).greatest()));
        }

        Point at(LayerParameters p) {
            double[] u = Vectors.apply(p.u(), task.query());
            double[] drift = Vectors.apply(gamma, u);
            double[] a = Vectors.minus(Vectors.apply(p.v(), task.mean()), task.target());
            return new Point(a, Vectors.apply(p.v(), drift), drift, Math.max(0, Sums.dot(u, drift)), beta(p));
        }

        private double beta(LayerParameters p) {
            double sum = 0;
            for (double[] row : p.v()) {
                sum += Vectors.squaredNorm(Vectors.applyTransposed(task.factor(), row));
            }
            return sum;
        }

        /** {@code t = m + Gamma U z}. */
        double[] limitMean(LayerParameters p) {
            return Vectors.plus(task.mean(), 1, Vectors.apply(gamma, Vectors.apply(p.u(), task.query())));
        }

        /** {@code c = |Gamma| |z|}. */
        double coupling() {
            return gammaNorm * Vectors.scaledNorm(task.query());
        }
    }

    /** a, b, {@code Gamma u}, rho and beta of one task at one theta. */
    private record Point(double[] a, double[] b, double[] drift, double rho, double beta) {
        double[] residual() {
            return Vectors.plus(a, 1, b);
        }
    }

    static PopulationRisk of(List<TrainingTask> tasks) {
        List<Term> terms = new ArrayList<>();
        for (TrainingTask task : tasks) {
            terms.add(Term.of(task));
        }
        return new PopulationRisk(terms);
    }

    /** What of the variance {@code gamma beta} is counted. */
    enum Variance {
        COUNTED,
        /** Forgotten: the noise of the output is taken for 0. */
        FORGOTTEN;

        double of(double beta) {
            return this == COUNTED ? beta : 0;
        }
    }

    /** How the gradient of {@code R_L - R_inf} may be wrong. */
    enum Gradient {
        RIGHT,
        /** Forgets {@code -2 gamma' a'b}. */
        WITHOUT_BIAS_DERIVATIVE,
        /** Takes derivatives by tau for those by {@code rho = tau²}. */
        BY_TAU,
        /** Forgets {@code gamma beta}. */
        WITHOUT_VARIANCE;

        double chain(double rho) {
            return this == BY_TAU ? 2 * Math.sqrt(rho) : 1;
        }

        double bias() {
            return this == WITHOUT_BIAS_DERIVATIVE ? 0 : 1;
        }

        double variance() {
            return this == WITHOUT_VARIANCE ? 0 : 1;
        }
    }

    /** {@code R_inf}. */
    double limitRisk(LayerParameters p) {
        double sum = 0;
        for (Term term : terms) {
            sum += Vectors.squaredNorm(term.at(p).residual());
        }
        return sum / (2 * terms.size());
    }

    /** {@code R_L - R_inf}. */
    double riskGap(LayerParameters p, Shrinkage.Functions functions, Variance variance) {
        double sum = 0;
        for (Term term : terms) {
            Point at = term.at(p);
            Shrinkage s = functions.at(at.rho());
            double squared = Vectors.squaredNorm(at.b());
            sum += s.gamma() * (variance.of(at.beta()) - 2 * Sums.dot(at.a(), at.b()) - squared) - s.defect() * squared;
        }
        return sum / (2 * terms.size());
    }

    /** {@code R_L}. */
    double risk(LayerParameters p, Shrinkage.Functions functions) {
        return limitRisk(p) + riskGap(p, functions, Variance.COUNTED);
    }

    /** {@code R_1 = 1/2J sum_j |a_j|² + beta_j}: one token is read whatever its logit. */
    double riskOfOneToken(LayerParameters p) {
        double sum = 0;
        for (Term term : terms) {
            Point at = term.at(p);
            sum += Vectors.squaredNorm(at.a()) + at.beta();
        }
        return sum / (2 * terms.size());
    }

    double largestRho(LayerParameters p) {
        double largest = 0;
        for (Term term : terms) {
            largest = Math.max(largest, term.at(p).rho());
        }
        return largest;
    }

    /** {@code grad R_inf}: per task {@code (Gamma V'(a + b) z', (a + b) t')}. */
    LayerParameters limitGradient(LayerParameters p) {
        LayerParameters sum = new LayerParameters(LayerParameters.zeros(p.u()), LayerParameters.zeros(p.v()));
        double share = 1.0 / terms.size();
        for (Term term : terms) {
            double[] residual = term.at(p).residual();
            addOuter(sum.v(), share, residual, term.limitMean(p));
            addOuter(sum.u(), share, pulled(term, p, residual), term.task().query());
        }
        return sum;
    }

    /**
     * {@code grad R_L - grad R_inf}: per task {@code -gamma (b m' + a (Gamma u)') - (gamma + D) b (Gamma u)' + gamma V Gamma} for V and
     * {@code [-gamma Gamma V'a - (gamma + D) Gamma V'b + Gamma u (-2 gamma' a'b - (gamma' + D')|b|² + gamma' beta)] z'} for U.
     */
    LayerParameters gap(LayerParameters p, Shrinkage.Functions functions, Gradient kind) {
        LayerParameters sum = new LayerParameters(LayerParameters.zeros(p.u()), LayerParameters.zeros(p.v()));
        double share = 1.0 / terms.size();
        for (Term term : terms) {
            Point at = term.at(p);
            Shrinkage s = functions.at(at.rho());
            double lost = s.gamma() + s.defect();
            addOuter(sum.v(), -share * s.gamma(), at.b(), term.task().mean());
            double[] read = Vectors.plus(Vectors.times(s.gamma(), at.a()), lost, at.b());
            addOuter(sum.v(), -share, read, at.drift());
            addNoise(sum.v(), share * s.gamma() * kind.variance(), p.v(), term);
            double byRho = s.gammaPrime() * (kind.variance() * at.beta() - 2 * kind.bias() * Sums.dot(at.a(), at.b()))
                    - (s.gammaPrime() + s.defectPrime()) * Vectors.squaredNorm(at.b());
            double[] left = Vectors.times(kind.chain(at.rho()) * byRho, at.drift());
            addOuter(
                    sum.u(),
                    share,
                    Vectors.minus(left, pulled(term, p, read)),
                    term.task().query());
        }
        return sum;
    }

    /** {@code Gamma V' x}. */
    private static double[] pulled(Term term, LayerParameters p, double[] x) {
        return Vectors.apply(term.gamma(), Vectors.applyTransposed(p.v(), x));
    }

    private static void addOuter(double[][] sum, double factor, double[] left, double[] right) {
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < right.length; j++) {
                sum[i][j] += factor * left[i] * right[j];
            }
        }
    }

    /** Adds {@code factor V Gamma}. */
    private static void addNoise(double[][] sum, double factor, double[][] v, Term term) {
        for (int i = 0; i < v.length; i++) {
            double[] row = Vectors.apply(term.gamma(), v[i]);
            for (int j = 0; j < row.length; j++) {
                sum[i][j] += factor * row[j];
            }
        }
    }

    /** {@code grad R_L}. */
    LayerParameters gradient(LayerParameters p, Shrinkage.Functions functions, Gradient kind) {
        return limitGradient(p).plus(1, gap(p, functions, kind));
    }

    /**
     * The Hessian of {@code R_inf} in the order of {@link LayerParameters#flat}: Gauss-Newton part {@code J'J} of the residual {@code V(m +
     * Gamma U z) - y}, and {@code residual_k Gamma_il z_j} where V_ki meets U_lj.
     */
    double[][] hessian(LayerParameters p) {
        double[][] hessian = gaussNewton(p);
        addCross(hessian, p);
        return hessian;
    }

    /** {@code J'J} alone. */
    double[][] gaussNewton(LayerParameters p) {
        double[][] hessian = new double[p.size()][p.size()];
        for (Term term : terms) {
            for (double[] row : jacobian(term, p)) {
                addOuter(hessian, 1.0 / terms.size(), row, row);
            }
        }
        return hessian;
    }

    private void addCross(double[][] hessian, LayerParameters p) {
        int d = p.u().length;
        int e = p.u()[0].length;
        int ofU = d * e;
        for (Term term : terms) {
            double[] residual = term.at(p).residual();
            double[] z = term.task().query();
            for (int k = 0; k < residual.length; k++) {
                for (int i = 0; i < d; i++) {
                    for (int l = 0; l < d; l++) {
                        for (int j = 0; j < e; j++) {
                            double cross = residual[k] * term.gamma()[i][l] * z[j] / terms.size();
                            hessian[ofU + k * d + i][l * e + j] += cross;
                            hessian[l * e + j][ofU + k * d + i] += cross;
                        }
                    }
                }
            }
        }
    }

    /** {@code dU -> V Gamma dU z, dV -> dV t}: r rows. */
    private static double[][] jacobian(Term term, LayerParameters p) {
        int d = p.u().length;
        int e = p.u()[0].length;
        double[] z = term.task().query();
        double[] t = term.limitMean(p);
        double[][] jacobian = new double[p.v().length][p.size()];
        for (int k = 0; k < jacobian.length; k++) {
            double[] pulled = Vectors.apply(term.gamma(), p.v()[k]);
            for (int l = 0; l < d; l++) {
                for (int j = 0; j < e; j++) {
                    jacobian[k][l * e + j] = pulled[l] * z[j];
                }
                jacobian[k][d * e + k * d + l] = t[l];
            }
        }
        return jacobian;
    }

    /** {@code B = 3/J sum_j c_j sqrt(a_j² + b_j²)}: bounds the third derivative of {@code R_inf} within eps of theta. */
    double thirdDerivative(LayerParameters p, double eps) {
        double values = Spectra.operatorNorm(p.v());
        double sum = 0;
        for (Term term : terms) {
            double c = term.coupling();
            double a = Vectors.scaledNorm(term.limitMean(p)) + c * eps;
            double b = c * (values + eps);
            sum += c * Math.sqrt(a * a + b * b);
        }
        return 3 * sum / terms.size();
    }

    /** {@code S = 1/J sum_j t_j t_j'}: for a fixed U the risk is quadratic in V, with the Hessian {@code S x I}. */
    double[][] meanSquare(LayerParameters p) {
        double[][] s = new double[p.u().length][p.u().length];
        for (Term term : terms) {
            double[] t = term.limitMean(p);
            addOuter(s, 1.0 / terms.size(), t, t);
        }
        return s;
    }

    /** {@code R_L} by integrals of the output that do not integrate by parts. */
    double integratedRisk(LayerParameters p, int promptLength) {
        double sum = 0;
        for (Term term : terms) {
            TrainingTask task = term.task();
            double[] u = Vectors.apply(p.u(), task.query());
            PromptInstance head =
                    new PromptInstance(new Law.Gaussian(task.mean(), task.factor()), p.v(), u, promptLength);
            sum += PromptModel.REFERENCE.read(head).meanSquaredError(task.target());
        }
        return sum / (2 * terms.size());
    }

    // ---- derivatives by differences

    /** Distance of the gradient from central differences of the risk, relative to {@code 1 + |gradient|}. */
    double gradientGap(LayerParameters p, Shrinkage.Functions functions, Gradient kind) {
        LayerParameters gradient = gradient(p, functions, kind);
        double[] differences = CentralDifferences.gradient(at -> risk(p.with(at), functions), p.flat(), GRADIENT_STEP);
        return gradient.distance(p.with(differences)) / (1 + gradient.norm());
    }

    /** Distance of a Hessian of the limit risk from central differences of the gradient, relative to {@code 1 + |Hessian|}. */
    double hessianGap(LayerParameters p, double[][] hessian) {
        double[][] differences =
                CentralDifferences.jacobian(at -> limitGradient(p.with(at)).flat(), p.flat(), HESSIAN_STEP);
        double sum = 0;
        for (int i = 0; i < hessian.length; i++) {
            sum += Vectors.squaredNorm(Vectors.minus(hessian[i], differences[i]));
        }
        return Math.sqrt(sum) / (1 + Math.sqrt(Vectors.squaredFrobenius(hessian)));
    }
}
