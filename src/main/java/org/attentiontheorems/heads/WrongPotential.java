package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.attentiontheorems.heads.DiracStability.Instance;
import org.attentiontheorems.heads.HeadJet.Second;
import org.attentiontheorems.heads.RiskHessian.Form;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;

/** The ways to get H_P wrong, each seen by the rate at which heads part and by central differences. */
enum WrongPotential {
    WITHOUT_SCORE_CURVATURE("forgets the second derivative of the scores", Second.WITHOUT_SCORE_CURVATURE),
    HALF_SCORE_CURVATURE("forgets the factor 2 in the second derivative of the scores", Second.HALF_SCORE_CURVATURE),
    UNCENTRED_SQUARES("does not subtract the mean of the squared scores", Second.UNCENTRED_SQUARES),
    WITHOUT_SQUARES("forgets the squared scores", Second.WITHOUT_SQUARES),
    WITHOUT_AVERAGES("forgets the second derivative of the averages", Second.WITHOUT_AVERAGES),
    HALF_MIXED("forgets the factor 2 between values and averages", Second.HALF_MIXED),
    WITHOUT_RIDGE("forgets the ridge", Form.WITHOUT_RIDGE),
    NEGATED_RESIDUAL("takes the residual with the wrong sign", Form.NEGATED_RESIDUAL);

    private final String whatIsWrong;
    private final Form form;
    private final Second second;

    WrongPotential(String whatIsWrong, Second second) {
        this(whatIsWrong, Form.REFERENCE, second);
    }

    WrongPotential(String whatIsWrong, Form form) {
        this(whatIsWrong, form, Second.REFERENCE);
    }

    WrongPotential(String whatIsWrong, Form form, Second second) {
        this.whatIsWrong = whatIsWrong;
        this.form = form;
        this.second = second;
    }

    static List<NegativeControl<Instance>> controls() {
        List<NegativeControl<Instance>> controls = new ArrayList<>();
        for (WrongPotential wrong : values()) {
            Memo<Instance, DiracHessian> at =
                    Memo.of(x -> DiracStability.star(x).hessian(wrong.form, wrong.second));
            String name = wrong.name().toLowerCase(Locale.ROOT).replace('_', '-');
            controls.add(new NegativeControl<>(
                    "potential-" + name + "-rate",
                    wrong.whatIsWrong + ", seen by the rate of the split",
                    DiracStability.split(x -> at.apply(x).leastPotential())));
            controls.add(new NegativeControl<>(
                    "potential-" + name + "-differences",
                    wrong.whatIsWrong + ", seen by central differences",
                    DiracStability.fullHessian(at)));
        }
        return controls;
    }
}
