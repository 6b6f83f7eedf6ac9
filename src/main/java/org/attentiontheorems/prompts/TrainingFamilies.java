package org.attentiontheorems.prompts;
import java.util.List;
import org.attentiontheorems.verify.Family;
final class TrainingFamilies { static List<Family<?>> all() { return List.of(); } }
