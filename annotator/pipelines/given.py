"""Given names by which a person is known as one, and as "he" or "she"."""

from __future__ import annotations

from functools import cache

from annotator.pipelines.wordlist import wordset

HE = (
    "Aaron Abdul Abdullah Abraham Adam Adrian Ahmad Ahmed Akira Alan Albert Alberto Alejandro "
    "Aleksandr Alexander Alexei Alfred Ali Alistair Allan Amir Anders Andre Andreas Andrei "
    "Andrew Andrés Angus Anthony Antonio António Arjun Arthur Arturo Asif Ben Benjamin Bernard "
    "Bernie Bill Björn Bob Boris Brad Brendan Brian Bruce Bruno Callum Carl Carlos Charles "
    "Charlie Chris Christopher Colin Craig Cyril Daniel Danny Dave David Declan Deepak Denis "
    "Dennis Diego Dmitri Dmitry Dominic Donald Doug Douglas Duncan Ed Eduardo Edward Emeka "
    "Emmanuel Enrique Eric Erik Ethan Eugene Evan Faisal Felipe Felix Fernando Francesco Francis "
    "Francisco François Frank Fred Frederick Fritz Gareth Gary Gavin Geoffrey George Gerald "
    "Gerard Gianni Giorgio Giovanni Giuseppe Gordon Graham Greg Guillermo Gustavo Hamid Hans "
    "Harold Harry Hassan Hector Henrik Henry Hiroshi Howard Hugo Hussein Ian Ibrahim Igor Imran "
    "Ivan Jack Jacob Jacques Jake Jakob James Jamie Jan Jason Javier Jean Jeff Jeffrey Jeremy "
    "Jerome Jim Joachim Joao João Joe Joel Johan Johannes John Jonas Jonathan José Jose Joseph "
    "Josh Joshua Juan Julian Jürgen Karim Karl Keith Ken Kenji Kenneth Kevin Khalid Klaus Kofi "
    "Kwame Kyle Lars Laurence Lee Leo Leon Leonard Liam Lorenzo Louis Luca Lucas Luigi Luis Luke "
    "Magnus Mahmoud Malcolm Manuel Marc Marco Marcos Marcus Mario Mark Martin Mateo Matteo "
    "Matthew Matthias Maurice Max Mehmet Michael Miguel Mike Mikhail Mohamed Mohammad Mohammed "
    "Muhammad Mustafa Nathan Neil Nicholas Nick Nicolas Nigel Nikolai Noah Oleg Olivier Oliver "
    "Olaf Omar Oscar Osman Owen Pablo Pascal Patrick Paul Pavel Pedro Per Peter Petr Philip "
    "Philippe Phil Pierre Pieter Piotr Rafael Raj Rajesh Ralph Ramón Raúl Ravi Ray Raymond "
    "Ricardo Richard Rick Robert Roberto Robin Rodrigo Roger Roland Roman Ron Ronald Rory Ross "
    "Roy Rupert Russell Ryan Said Salman Sam Samuel Sanjay Scott Sean Sebastian Sergei Sergio "
    "Seth Simon Stefan Stephen Steve Steven Stuart Sven Syed Tariq Ted Terry Thabo Theodore "
    "Thomas Tim Timothy Tobias Tom Tomás Tony Trevor Tyler Umar Vicente Victor Viktor Vijay "
    "Vincent Vladimir Volodymyr Walter Warren Wayne Wei Werner Wilhelm William Winston Wolfgang "
    "Xavier Yasir Yuri Yusuf Zachary Zoltan"
)
SHE = (
    "Abigail Adele Agnes Aisha Alexandra Alice Alicia Alison Amanda Amelia Amina Amy Ana "
    "Anastasia Andrea Angela Anita Anna Anne Annette Anya Asha Astrid Audrey Ayesha Barbara "
    "Beatrice Beatriz Belinda Beth Betty Beverley Brenda Bridget Camille Carmen Carol Caroline "
    "Catherine Cecilia Charlotte Chloe Christina Christine Claire Clara Claudia Dana Daniela "
    "Deborah Debbie Denise Diana Diane Dolores Donna Doris Dorothy Edith Eileen Elaine Elena "
    "Eleanor Elise Elizabeth Ella Ellen Emily Emma Erica Erin Esther Eva Eve Fatima Fatou Fiona "
    "Florence Frances Françoise Freya Gabriela Gemma Gillian Giulia Gloria Grace Greta Gwen "
    "Hannah Hanna Harriet Heather Heidi Helen Helena Hillary Ingrid Irene Iris Isabel Isabella "
    "Jacqueline Jane Janet Janice Jasmine Jean Jennifer Jenny Jessica Jill Joan Joanna Joanne "
    "Josephine Joy Joyce Judith Judy Julia Julie June Kamala Karen Karin Kate Katherine Kathleen "
    "Kathryn Katie Keiko Kelly Khadija Kim Kirsten Kristin Laila Lakshmi Laura Lauren Layla Leah "
    "Leila Leonora Lena Lesley Lidia Lily Linda Lisa Liz Lizzie Louise Lucia Lucy Lydia Lynn "
    "Madeleine Maggie Malala Margaret Maria María Marie Marina Marion Marta Martha Mary Maureen "
    "Megan Melanie Melinda Melissa Mercedes Michelle Miranda Miriam Molly Monica Monique Nadia "
    "Nancy Naomi Natalia Natalie Natasha Nicola Nicole Nina Nora Olga Olivia Pamela Patricia "
    "Paula Penelope Penny Petra Philippa Pilar Priya Rachel Rebecca Regina Renee Rita Rosa Rose "
    "Rosemary Ruth Sabine Sally Samantha Sandra Sara Sarah Shirley Silvia Simone Sofia Sonia "
    "Sophia Sophie Stella Stephanie Sue Susan Suzanne Svetlana Sylvia Tamara Tanya Tatiana "
    "Teresa Theresa Tina Tracey Ursula Valentina Valerie Vanessa Vera Veronica Victoria Virginia "
    "Vivian Wendy Yasmin Yoko Yolanda Yuki Yulia Yvonne Zainab Zara Zeynep Zoe"
)

# Places that in front of a surname are a first name.
FIRST_NAMES_TOO = wordset(
    "Jordan Chad Paris Sydney Georgia Israel Florence Victoria Sofia Austin Charlotte Madison "
    "Dakota Lincoln Jackson Houston Carolina Virginia Santiago Kingston Chelsea India Asia "
    "America Kenya Vienna Melbourne Phoenix Washington Brooklyn Dallas Denver Troy Savannah "
    "Cheyenne"
)
# Kinds of places that behind a first name are a surname ("Daniel Park").
SURNAMES_TOO = wordset(
    "Park Hall Lane Street Day Marsh Moor Peak Beach Forest Lake Castle Temple Church Post Bridge "
    "Spring Bill Wall Camp Mountain Market Office Rivers Banks Hills Falls Field Fields Gate"
)


@cache
def given() -> dict[str, str]:
    """Given name → "he" or "she"; "" where it is borne by both."""
    men, women = set(HE.split()), set(SHE.split())
    return {
        name: "" if name in men & women else "he" if name in men else "she" for name in men | women
    }
