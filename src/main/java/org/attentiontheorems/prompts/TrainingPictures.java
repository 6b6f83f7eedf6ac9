package org.attentiontheorems.prompts;
import java.util.List;
import org.attentiontheorems.verify.Picture;
final class TrainingPictures { static List<Picture> all(TrainingInstance x) { return List.of(); } }
