"""The words that the generator deals: names for clinics, and sentences of our own for handouts."""

from __future__ import annotations

PLACES = (
    *("Alder Falls", "Ash Ford", "Bell Quarry", "Birch Landing", "Bramble Hill", "Cedar Mile"),
    *("Clay Bridge", "Copper Bay", "Dove Harbor", "Eastwick", "Elm Terrace", "Fern Hollow"),
    *("Foxglove Park", "Granite Point", "Hazelmere", "Heron Lake", "Ivy Cross", "Juniper Flats"),
    *("Kestrel Ridge", "Lark Meadow", "Linden", "Maple Grove", "Marsh End", "Mill Lane"),
    *("North Weir", "Oak", "Old Orchard", "Otter Creek", "Pebble Shore", "Pine Barrow"),
    *("Quince Valley", "Rowan", "Saltmarsh", "Silver Birch", "Stone Arch", "Sycamore Square"),
    *("Thistle Down", "Upper Wold", "Violet Bank", "Willow Brook", "Winter Haven", "Yarrow"),
)
KINDS = (
    *("Clinic", "Surgery", "Health", "Family Practice", "Medical Centre", "Physiotherapy"),
    *("Family Health", "Community Clinic", "Spine and Sports", "Primary Care Associates"),
    *("Children and Family Clinic", "Neighbourhood Health Centre", "Pain Service"),
    "University Hospitals Physical Therapy Department",
    "Integrated Musculoskeletal and Rehabilitation Partnership",
)
STREETS = ("Lantern Street", "Brook Way", "Chapel Hill", "Mill Road", "Station Lane", "High Street")
DAYS = (
    *("Monday to Friday", "Monday to Thursday", "Friday", "Saturday", "Sunday"),
    "Tuesday and Thursday evenings",
)
TIMES = ("8 am to 6 pm", "7 am to 7 pm", "9 am to 1 pm", "8.30 am to 5 pm", "closed", "by booking")
DISCLAIMERS = (
    "This leaflet is written for adults. If it is for a child, please call us first.",
    "It does not take the place of a visit. Bring your questions, and a list of your medicines.",
)

SUBJECTS = (
    ("stiff-neck", "a stiff neck", "neck"),
    ("sore-shoulder", "a sore shoulder", "shoulder"),
    ("tennis-elbow", "tennis elbow", "elbow"),
    ("sprained-wrist", "a sprained wrist", "wrist"),
    ("aching-hip", "an aching hip", "hip"),
    ("sore-knee", "a sore knee", "knee"),
    ("calf-strain", "a calf strain", "calf"),
    ("rolled-ankle", "a rolled ankle", "ankle"),
    ("heel-pain", "heel pain", "heel"),
    ("tight-hamstring", "a tight hamstring", "thigh"),
    ("upper-back-ache", "an ache in the upper back", "upper back"),
    ("sore-ribs", "sore ribs", "side"),
)
"""What the handouts are about: a slug, and the words for `{what}` and `{part}`."""

SENTENCES = (
    "Most people with {what} feel better within a few weeks.",
    "The pain may be sharp at first, and turn into a dull ache after some days.",
    "Your {part} is made to move, so a little movement each day helps it heal.",
    "You may notice it most in the morning, or after you have been still for a while.",
    "Doing too much on one day and nothing on the next makes it last longer.",
    "It is common, and it is seldom a sign of anything serious.",
    "Plan your day so that heavy tasks and light ones take turns.",
    "Sleep in the position that feels best, with a pillow where you need it.",
    "Tell the people around you what you can do now, and what has to wait.",
    "A sore {part} does not mean that you do harm when you use it.",
    "Work often helps, as long as you can change your position.",
    "A good day is a day to do a little more, not twice as much.",
    "If a task hurts, do it more slowly, in smaller parts, or in another way.",
    "Many people find that warmth in the evening helps them to fall asleep.",
    "Your clinician will ask how it began, and what makes it better or worse.",
    "An exam of your {part} is often all that is needed to find the cause.",
    "Pictures of the inside of your body are seldom needed in the first weeks.",
    "It can come back. What helped the last time will most often help again.",
    "Write down what you try, so that you can see what works for you.",
    "Worry and poor sleep can make any pain feel worse than it is.",
)
POINTS = (
    "It hurts to reach, to lift or to turn.",
    "It feels weak, or gives way under a load.",
    "It is stiff after rest, and eases when you move.",
    "The skin over it is warm or a little swollen.",
    "It wakes you when you lie on it.",
    "It tires sooner than it did before.",
    "You did more than you are used to.",
    "You were in one position for a long time.",
    "You lifted something heavy, or twisted as you lifted.",
    "You slept badly for some nights.",
    "You changed your shoes, your chair or your bed.",
    "You fell, or bumped into something hard.",
)
DANGERS = (
    "You cannot move or feel your {part} at all.",
    "The pain began after a bad fall or a crash.",
    "You have chest pain, or it is hard to breathe.",
    "The skin turns white or blue, and feels cold.",
    "You have a high fever and feel very unwell.",
    "It swells fast, or is bent the wrong way.",
    "You suddenly feel weak on one side of your body.",
)
STEPS = (
    "Sit or stand so that you feel steady.",
    "Breathe out, and let your shoulders sink.",
    "Move your {part} slowly, as far as it feels good.",
    "Hold for 10 seconds. A mild pull is fine.",
    "Go back to where you began, as slowly as you came.",
    "Change sides, and do the same again.",
    "Do this 5 times in the morning and 5 times in the evening.",
    "Stop at once if a move brings sharp pain.",
    "Rest for a minute, and drink some water.",
)
TERMS = (
    ("tendons", "Cords that join a muscle to a bone."),
    ("ligaments", "Tough bands that join bones."),
    ("cartilage", "The smooth cover at the end of a bone."),
    ("inflammation", "Swelling, warmth and pain as the body heals."),
    ("physical therapist", "An expert in movement; a physiotherapist."),
    ("bursa", "A small bag of fluid that lets parts slide."),
)
HEADS = (
    ("overview", "What is {what}?"),
    ("causes", "Why do people get it?"),
    ("symptoms", "What does it feel like?"),
    ("get-help", "When should I call the clinic?"),
    ("diagnosis", "How will the clinic find the cause?"),
    ("treatment", "What helps with {what}?"),
    ("self-care", "What can I do myself?"),
    ("prevention", "How can I keep it from coming back?"),
    ("outlook", "What can I expect?"),
    ("questions", "What do I want to ask?"),
)
"""A role, and the heading of its section."""
FIGURES = (
    ("back-spasms", "lifting.svg", "Bend your knees to lift, and do not bend your back."),
    ("back-spasms", "core-walking.svg", "Three people walk, swim and ride a bike."),
    ("back-spasms", "spasm.svg", "A muscle at ease, and one that is tight."),
    ("back-spasms", "stretch-cat-cow.svg", "A person stretches on hands and knees."),
    ("back-spasms", "stretch-pelvic-tilt.svg", "A person lies with bent knees and tips the hips."),
    ("ice-and-heat", "wrap-ice.svg", "An ice pack is wrapped in a towel, and then used."),
    ("ice-and-heat", "timer.svg", "A clock marks 20 minutes."),
    ("ice-and-heat", "heat-check.svg", "Warmth is tested on a forearm."),
    ("anti-inflammatories", "with-food.svg", "A tablet, a plate of food and a glass of water."),
    ("anti-inflammatories", "read-label.svg", "A label on a box, with five places marked."),
)
"""A sample handout, a picture of it, and what one sees there."""
HEADERS = ("back-spasms", "ice-and-heat", "anti-inflammatories")
"""The sample handouts whose header pictures are dealt."""
